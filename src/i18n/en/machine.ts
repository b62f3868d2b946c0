/** Words for programs that read the site and for the people who write them. */
export const machine = {
  copy: 'Copy as Markdown',
  scope: 'Part to copy',
  page: 'Whole page',
  cardPromise: 'Find your cause, copy a fix that really ran',
  title: 'For programs',
  lead: 'Every guide as Markdown and JSON, for coding agents, bots and your own tools. No key, no limit, the same values as on the pages.',
  llmsLead: [
    'Each guide below is one Markdown file: the messages, what tells the causes apart, each cause,',
    'each fix with the code that ran, and how it was verified. Anchors in braces are permanent: put',
    'them behind the permalink of the file’s front matter.',
  ].join(' '),
  endpoints: {
    heading: 'Addresses',
    schema: 'JSON Schema',
    twin: 'A guide as Markdown, with YAML front matter',
    index: 'List of all guides for language models',
    full: 'All guides of one language in one file',
    guides: 'All guides in short',
    guide: 'One guide: messages, causes, fixes, code, verification, sources',
    signatures: 'What recognises each error: templates, frames, look-alikes',
    feed: 'Atom feed of changes',
    sitemap: 'All pages with the day of their last change',
    search: 'The finder as a browser’s search engine',
  },
  examples: {
    heading: 'Examples',
    lead: 'Taken from the files as they are published now.',
  },
};
