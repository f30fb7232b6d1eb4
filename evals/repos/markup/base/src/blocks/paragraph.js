import { parseInline } from '../inline.js';
import { isBlank } from '../lines.js';
import { isFence } from './code.js';
import { isHeading } from './heading.js';
import { isListItem } from './list.js';
import { isQuote } from './quote.js';
import { isRule } from './rule.js';

const ENDS = [isBlank, isFence, isHeading, isListItem, isQuote, isRule];

/** Lines up to a blank one, or to where another block begins. */
export function parseParagraph(lines, index, context) {
  let next = index + 1;
  while (next < lines.length && !ENDS.some((ends) => ends(lines[next]))) {
    next++;
  }
  const text = lines.slice(index, next).map((line) => line.trimStart()).join('\n');
  return { node: { type: 'paragraph', children: parseInline(text.trimEnd(), context) }, next };
}
