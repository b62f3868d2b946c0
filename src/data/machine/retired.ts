import { guideAddresses } from '#src/i18n/routes.ts';
import { apiRetiredSchema, type ApiRetired } from '#src/schemas/api/retired.ts';
import { providedContent } from '../provided-content.ts';
import { envelope } from './envelope.ts';

/** Every `/api/v1/guides/<slug>.json` of a guide that ended. */
export function apiRetiredFiles(): ApiRetired[] {
  return providedContent().retired.map(({ slug, since, successor, reason }) =>
    apiRetiredSchema.parse({
      ...envelope('retired'),
      ...{ id: slug, state: 'retired', since, reason },
      permalink: guideAddresses('en', slug).permalink,
      successor: successor && { id: successor, api: guideAddresses('en', successor).api },
    }),
  );
}
