import { absolute, apiPath } from '#src/i18n/routes.ts';
import { apiSchemas, jsonSchemaOf, type ApiSchemaName } from '#src/schemas/api/published.ts';

/** Every `/api/v1/schemas/<name>.json`. */
export function apiSchemaFiles() {
  return (Object.keys(apiSchemas) as ApiSchemaName[]).map((name) => ({
    name,
    schema: jsonSchemaOf(name, absolute(apiPath(`schemas/${name}.json`))),
  }));
}
