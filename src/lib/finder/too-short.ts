/** Three letters or digits, or two 汉字: less stands in every second guide. */
const ENOUGH = /(?:[\p{L}\p{N}].*?){3}|(?:\p{Script=Han}.*?){2}/su;

/** Whether a text holds too little to look anything up by. */
export function isTooShort(text: string): boolean {
  return !ENOUGH.test(text);
}
