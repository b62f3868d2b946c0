import { join } from 'node:path';

/** Where the content lies; a test builds other content than the site's. */
export const contentDir = process.env['CONTENT_DIR']?.trim() || 'content';

/** Whether a folder is the site's own content: of other content nothing is kept between builds. */
export function isOwnContent(root: string, folder: string): boolean {
  return folder === join(root, 'content');
}
