/** Too long for a phone's line of a plate. */
const LONG_NAME = /\S{24,}/g;
const BEHIND_DOT_OR_SLASH = /(?<=\w[./])(?=\w{5})/g;
/** A zero-width space, which no message holds. */
const BREAK = '\u200b';

/**
 * A message in pieces between which a line may end: a name that is too long for a line is parted
 * behind a dot or a slash, not within a word.
 */
export function partLongNames(message: string): string[] {
  return message
    .replaceAll(LONG_NAME, (name) => name.replaceAll(BEHIND_DOT_OR_SLASH, BREAK))
    .split(BREAK);
}
