/** Where the content lies; a test builds other content than the site's. */
export const contentDir = process.env['CONTENT_DIR']?.trim() || 'content';
