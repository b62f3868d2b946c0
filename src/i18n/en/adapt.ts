/** Words of what adapts to the reader. Scripts load them when needed: nothing else may stand here. */
export const adapt = {
  chooser: {
    summary: 'No traceback? Answer a few questions',
    onward: 'next question',
    result: 'This looks like your cause: ',
  },
  probe: {
    before: 'Still undecided? Run ',
    after: ' in your script and paste here what it prints.',
    undecided: 'The probe’s output was read, but it does not decide between the causes:',
    malformed: 'This line of the probe cannot be read, perhaps because it was cut off:',
    expected: 'A whole line looks like this:',
  },
  context: {
    names: {
      volta: 'Volta',
      turing: 'Turing',
      ampere: 'Ampere',
      ada: 'Ada',
      hopper: 'Hopper',
      blackwell: 'Blackwell',
      unsloth: 'Unsloth',
      trl: 'TRL',
      transformers: 'Transformers',
      pytorch: 'PyTorch',
    },
    taken: (names: readonly string[], signs: readonly string[]) =>
      `Showing ${names.join(' and ')}, because your paste has “${signs.join('” and “')}”.`,
    separator: ', ',
    undo: 'Undo',
    undone: 'Undone',
    other: (shown: string, chosen: string) => `Your paste shows ${shown}, but you chose ${chosen}.`,
    use: (name: string) => `Show ${name}`,
  },
  placeholders: {
    kinds: {
      model: 'Model name or folder',
      adapter: 'Adapter folder',
      folder: 'Folder',
      file: 'File',
      process: 'Process id',
    },
    hint: (label: string) =>
      `${label}: edit it here; copies and downloads take it, in every snippet of this page. Esc takes it back.`,
    faults: {
      empty: 'A value must stand here.',
      lines: 'It must be one line.',
      long: 'At most 200 characters.',
      characters: 'Letters, digits and . _ / : @ + = - only; write Windows paths with /.',
      digits: 'Digits only.',
    },
    kept: (fault: string, value: string) => `${fault} Kept: ${value}`,
    synced: (count: number) =>
      count === 1 ? 'Changed in 1 other place.' : `Changed in ${count} other places.`,
  },
};
