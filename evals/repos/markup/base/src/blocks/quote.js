const MARK = /^ {0,3}> ?/;

/** Lines that begin with `>`, which hold blocks of any kind. */
export function parseQuote(lines, index, context) {
  let next = index;
  while (next < lines.length && MARK.test(lines[next])) {
    next++;
  }
  if (next === index) {
    return null;
  }
  const inner = lines.slice(index, next).map((line) => line.replace(MARK, ''));
  return { node: { type: 'quote', children: context.parseBlocks(inner, context) }, next };
}

export function isQuote(line) {
  return MARK.test(line);
}
