/** What a permanent link shows. */
export const permalink = {
  readIn: 'Read in English',
  places: 'Places in this guide',
  planned: 'Known error, guide not written yet. What upstream says:',
  related: 'Related errors:',
  ended: 'This guide has ended',
  since: (day: string) => `Since ${day}.`,
  replacedBy: 'This guide answers now:',
  noSuccessor: 'No other guide takes its place.',
  find: 'Paste your error',
};
