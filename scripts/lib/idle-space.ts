/** Elements before and after which a browser begins a new line, whatever space is written there. */
const LINES =
  'address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|' +
  'footer|form|h[1-6]|head|header|hr|html|legend|li|main|nav|ol|p|section|summary|table|tbody|td|' +
  'tfoot|th|thead|tr|ul';
const BEFORE_LINE = new RegExp(String.raw`\s+(?=</?(?:${LINES})\b)`, 'g');
const AFTER_LINE = new RegExp(String.raw`(</?(?:${LINES})\b(?:"[^"]*"|[^">])*>)\s+`, 'g');
/** Half of such a sign is blank already. Only between elements: a printed message stays as it is. */
const AFTER_WIDE = /(?<=[、。，：；！？）])\s+(?=<)/g;
const IN_CONTROL = /(<(?:a|button)\b(?:"[^"]*"|[^">])*>)\s+|\s+(?=<\/(?:a|button)>)/g;
/** Text in which every space counts, and what is no text. */
const KEPT = /(<(pre|textarea|script|style)\b[\s\S]*?<\/\2>)/;

/**
 * A page without the space that templates leave around blocks, where it shows nothing, inside of
 * links and buttons, where it is underlined, and after wide punctuation. Space beside a link stays:
 * it parts words.
 */
export function withoutIdleSpace(html: string): string {
  // Split by two groups: text, what is kept, its name, and so on.
  return html
    .split(KEPT)
    .map((part, index) => {
      if (index % 3 === 1) return part;
      if (index % 3 === 2) return '';
      return part
        .replace(BEFORE_LINE, '')
        .replace(AFTER_LINE, '$1')
        .replace(IN_CONTROL, '$1')
        .replace(AFTER_WIDE, '');
    })
    .join('');
}
