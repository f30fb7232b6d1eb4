const BREAK = /(?: {2,}|\\)\n/y;

/** Two blanks or a backslash at the end of a line. */
export function parseBreak(text, index) {
  BREAK.lastIndex = index;
  return BREAK.test(text) ? { node: { type: 'break' }, next: BREAK.lastIndex } : null;
}
