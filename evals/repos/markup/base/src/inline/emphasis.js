const MARKS = /(\*{1,3}|_{1,3})(?=\S)/y;
const TYPES = { 1: 'emphasis', 2: 'strong' };

/** `*emphasis*`, `**strong**` and both at once, with underscores as well where they do not stand within a word. */
export function parseEmphasis(text, index, context) {
  MARKS.lastIndex = index;
  const mark = MARKS.exec(text)?.[1];
  if (!mark || (mark[0] === '_' && isWord(text[index - 1]))) {
    return null;
  }
  const end = closing(text, index + mark.length, mark);
  if (end < 0) {
    return null;
  }
  const children = context.parseInline(text.slice(index + mark.length, end), context);
  const node = mark.length === 3
    ? { type: 'emphasis', children: [{ type: 'strong', children }] }
    : { type: TYPES[mark.length], children };
  return { node, next: end + mark.length };
}

/** Where the mark stands again, after something that is no blank, and as no part of a longer one. */
function closing(text, from, mark) {
  for (let i = from + 1; i <= text.length - mark.length; i++) {
    if (text[i - 1] === '\\') {
      continue;
    }
    const run = text.slice(i).match(/^(\*+|_+)/)?.[0] ?? '';
    if (run[0] === mark[0] && run.length === mark.length && /\S/.test(text[i - 1])) {
      if (mark[0] !== '_' || !isWord(text[i + mark.length])) {
        return i;
      }
    }
    i += Math.max(0, run.length - 1);
  }
  return -1;
}

function isWord(character) {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
