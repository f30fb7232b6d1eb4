const OPENING = /`+/y;

/** Code between as many backticks on both sides. One blank on each side is taken off, so that code may begin with a backtick. */
export function parseCodeSpan(text, index) {
  OPENING.lastIndex = index;
  const marks = OPENING.exec(text)?.[0];
  if (!marks) {
    return null;
  }
  const start = index + marks.length;
  const end = closing(text, start, marks.length);
  if (end < 0) {
    return { node: { type: 'text', text: marks }, next: start };
  }
  const inner = text.slice(start, end).replaceAll('\n', ' ');
  return { node: { type: 'code-span', text: inner.replace(/^ (.*\S.*) $/, '$1') }, next: end + marks.length };
}

function closing(text, from, length) {
  for (const found of text.slice(from).matchAll(/`+/g)) {
    if (found[0].length === length) {
      return from + found.index;
    }
  }
  return -1;
}
