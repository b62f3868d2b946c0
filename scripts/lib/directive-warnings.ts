/**
 * Astro 7.3 prints nine lines per MDX file about its own "use astro:head-inject" (withastro/astro
 * #18087). They bury every real warning, so the build leaves them out. Remove this file once the
 * issue is fixed.
 */
import { stripVTControlCharacters } from 'node:util';

/** Makes a filter for the lines of a build log, in order: true for a line that is to be shown. */
export function dropDirectiveWarnings(): (line: string) => boolean {
  let dropping = false;
  return (line) => {
    const text = stripVTControlCharacters(line).trim();
    if (text.includes('[MODULE_LEVEL_DIRECTIVE]') && text.includes('astro:head-inject')) {
      dropping = true;
      return false;
    }
    if (!dropping) return true;
    // The report ends with an empty line; a line with the time of day belongs to the next message.
    if (text === '' || /^\d{2}:\d{2}:\d{2}\b/.test(text)) dropping = false;
    return text !== '' && !dropping;
  };
}
