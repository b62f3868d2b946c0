import { toEnvironmentData } from '#src/lib/environment/data.ts';
import { guideRuns } from './guides.ts';
import { hashedJson } from './hashed-json.ts';
import { providedContent } from './provided-content.ts';

/** The data of the environment check, fetched by a browser once something is pasted there. */
export const environmentFile = hashedJson('environment', () => {
  const { packages, hardware } = providedContent();
  return toEnvironmentData({ packages, guides: guideRuns(), hardware });
});
