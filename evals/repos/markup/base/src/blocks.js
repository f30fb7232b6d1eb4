import { parseCode } from './blocks/code.js';
import { parseHeading } from './blocks/heading.js';
import { parseList } from './blocks/list.js';
import { parseParagraph } from './blocks/paragraph.js';
import { parseQuote } from './blocks/quote.js';
import { parseRule } from './blocks/rule.js';
import { parseTable } from './blocks/table.js';
import { isBlank } from './lines.js';

// The first that knows its block takes it; a paragraph is what nobody else wants.
const PARSERS = [parseCode, parseHeading, parseRule, parseQuote, parseList, parseTable, parseParagraph];

/** The blocks that the lines hold. */
export function parseBlocks(lines, context) {
  const nodes = [];
  let index = 0;
  while (index < lines.length) {
    if (isBlank(lines[index])) {
      index++;
      continue;
    }
    const { node, next } = parseBlock(lines, index, context);
    nodes.push(node);
    index = next;
  }
  return nodes;
}

function parseBlock(lines, index, context) {
  for (const parser of PARSERS) {
    const found = parser(lines, index, { ...context, parseBlocks });
    if (found) {
      return found;
    }
  }
  throw new Error(`nobody knows the block in line ${index + 1}`);
}
