/** Longer names do not fit on a phone's line of a plate. */
const FITS = 24;

/**
 * A message in pieces between which a line may end: a name that is too long for a line is parted
 * behind a dot or a slash, not within a word.
 */
export function partLongNames(message: string): string[] {
  return message
    .split(/(?<=\s)/)
    .flatMap((word) => (word.length > FITS ? word.split(/(?<=\w[./])(?=\w{5})/) : word))
    .reduce<string[]>((pieces, piece) => {
      const before = pieces.at(-1);
      // A line may end behind a blank anyway.
      if (before === undefined || !/\s$/.test(before)) return [...pieces, piece];
      return [...pieces.slice(0, -1), before + piece];
    }, []);
}
