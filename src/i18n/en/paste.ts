/** Words of a field that shows a part of what was pasted. Scripts load them when needed. */
export const paste = {
  /** In place of the middle of a long text; `#` stands for a number. */
  notShown: '[… # characters are not shown here; they are read all the same …]',
};
