import { z } from 'zod';
import { apiGuideSchema } from './guide.ts';
import { apiGuidesSchema } from './guides.ts';
import { apiRetiredSchema } from './retired.ts';
import { apiSignaturesSchema } from './signatures.ts';

/** The shapes of the public interface, by the name of the file that publishes each. */
export const apiSchemas = {
  guides: apiGuidesSchema,
  guide: apiGuideSchema,
  retired: apiRetiredSchema,
  signatures: apiSignaturesSchema,
} as const;

export type ApiSchemaName = keyof typeof apiSchemas;

/**
 * A shape as JSON Schema (draft 2020-12). Fields may be added within a version, so the schema allows
 * ones that it does not name.
 */
export function jsonSchemaOf(name: ApiSchemaName, id: string): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(apiSchemas[name], { io: 'input' });
  return { $schema, $id: id, ...rest };
}
