import { parseAutolink } from './inline/autolink.js';
import { parseBreak } from './inline/break.js';
import { parseCodeSpan } from './inline/code.js';
import { parseEmphasis } from './inline/emphasis.js';
import { parseEscape } from './inline/escape.js';
import { parseImage, parseLink } from './inline/link.js';

const PARSERS = [parseEscape, parseBreak, parseCodeSpan, parseAutolink, parseImage, parseLink, parseEmphasis];

/** The inline nodes of a text; what nobody knows is text. */
export function parseInline(text, context) {
  const nodes = [];
  let index = 0;
  while (index < text.length) {
    const { node, next } = parseOne(text, index, { ...context, parseInline });
    const last = nodes.at(-1);
    if (node.type === 'text' && last?.type === 'text') {
      last.text += node.text;
    } else {
      nodes.push(node);
    }
    index = next;
  }
  return nodes;
}

function parseOne(text, index, context) {
  for (const parser of PARSERS) {
    const found = parser(text, index, context);
    if (found) {
      return found;
    }
  }
  return { node: { type: 'text', text: text[index] }, next: index + 1 };
}
