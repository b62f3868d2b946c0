/** Links and issue replies. */
export const share = {
  open: 'Share or reply',
  linkCopied: 'Permanent link copied',
  title: 'Share or reply',
  close: 'Close',
  link: 'Permanent link',
  copyLink: 'Copy link',
  copyMarkdown: 'Copy as Markdown link',
  reply: 'Reply for an issue',
  replyHint:
    'Read it before you post it: what was pasted is quoted without tokens, user names and addresses.',
  language: 'Language',
  form: 'Format',
  markdown: 'Markdown',
  plain: 'Plain text',
  preview: 'Preview of the reply',
  copyReply: 'Copy reply',
  copied: 'Copied',
  failed: 'Copying was blocked: the text is selected, press Ctrl C',
  loading: 'Loading…',
  notLoaded: 'The reply could not be loaded. Check the connection and open this again.',
  fromResult: 'Issue reply…',
};
