import { absolute, apiPath } from '#src/i18n/routes.ts';
import type { ApiSchemaName } from '#src/schemas/api/published.ts';

/** What opens every answer of the public interface. */
export function envelope(schema: ApiSchemaName) {
  return { $schema: absolute(apiPath(`schemas/${schema}.json`)), version: 1 };
}
