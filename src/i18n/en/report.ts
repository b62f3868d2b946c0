/** Reports of what is wrong on a guide. */
export const report = {
  lead: 'This would go into a public issue. Say there what is wrong, and how you know.',
  page: 'Page',
  link: 'Permanent link',
  question: 'What is wrong, and where did you see it otherwise (version, log, source)?',
};
