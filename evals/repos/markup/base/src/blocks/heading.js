import { parseInline } from '../inline.js';
import { plainText } from '../text.js';

const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$/;

/** `## A heading`, with marks at its end if somebody likes them. */
export function parseHeading(lines, index, context) {
  const found = HEADING.exec(lines[index]);
  if (!found) {
    return null;
  }
  const children = parseInline(found[2] ?? '', context);
  const id = context.slugger.slug(plainText(children));
  return { node: { type: 'heading', level: found[1].length, id, children }, next: index + 1 };
}

export function isHeading(line) {
  return HEADING.test(line);
}
