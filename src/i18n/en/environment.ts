/** Words of the environment check's page. What a report says stands in `lib/environment/words-table.ts`. */
export const environment = {
  nav: 'Environment check',
  title: 'Check an environment',
  lead: 'Paste what lists your versions: learn which of them do not fit together, which known errors they have, and what could not be judged.',
  description:
    'Paste pip freeze, pip list, conda list, collect_env or nvidia-smi: version conflicts, known errors of your versions, GPU and driver mismatches. Nothing is uploaded.',
  label: 'Output that lists versions',
  placeholder:
    'pip freeze, pip list, conda list, nvidia-smi, torch.utils.collect_env … several at once, with the error if you have it.',
  hint: 'You can also drop a file.',
  noScript:
    'The check needs JavaScript and runs on this page alone. Without it, the tables below and the versions named in each guide say the same.',
  submit: 'Check',
  clear: 'Clear',
  working: 'Checking…',
  failed: 'The data of the check could not be loaded. Check the connection and try again.',
  copy: 'Copy as Markdown',
  copied: 'Copied',
  copyFailed: 'Copying was blocked: select the text and press Ctrl C',
  copyCommand: 'Copy',
  read: 'Read:',
  facts: 'What was understood',
  lines: { one: 'line #', other: 'lines #' },
  guide: 'Guide:',
  source: 'Source:',
  installHeading: 'Versions that ran together',
  installGuide: 'They are those of the guide',
  unknownHeading: 'Not judged',
  commandsHeading: 'What to paste',
  commandsLead:
    'One of these is enough. With the card’s line, drivers and features are checked too.',
  featuresHeading: 'What each GPU family can do',
  feature: 'Feature',
  support: { yes: 'yes', partial: 'partly', no: 'no' },
  driversHeading: 'Oldest driver for each CUDA',
  cuda: 'PyTorch built for',
  driver: 'Driver, at least',
  librariesHeading: 'Libraries whose requirements are known',
  librariesLead: (count: number, day: string) =>
    `${count} libraries, as PyPI had them on ${day}: the last release of each recent minor version. Of other releases and libraries only what these require of them is checked.`,
  link: 'Have a version list instead? Check your environment',
};
