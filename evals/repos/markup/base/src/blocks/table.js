import { parseInline } from '../inline.js';
import { isBlank } from '../lines.js';

const DELIMITER = /^ *\|?( *:?-+:? *\|)* *:?-+:? *\|? *$/;
const ALIGNMENTS = { '--': null, ':-': 'left', '-:': 'right', '::': 'center' };

/** A row of headings, a row of dashes that say how each column is aligned, and rows until a line without a pipe. */
export function parseTable(lines, index, context) {
  const [head, delimiter] = lines.slice(index, index + 2);
  if (delimiter === undefined || !head.includes('|') || !DELIMITER.test(delimiter)) {
    return null;
  }
  const align = cells(delimiter).map((cell) => ALIGNMENTS[(cell.at(0) + cell.at(-1)).replace(/^-$/, '--')]);
  const titles = cells(head);
  if (titles.length !== align.length) {
    return null;
  }
  const rows = [];
  let next = index + 2;
  while (next < lines.length && !isBlank(lines[next]) && lines[next].includes('|')) {
    rows.push(row(fit(cells(lines[next++]), align.length), context));
  }
  return { node: { type: 'table', align, head: row(titles, context), rows }, next };
}

function row(texts, context) {
  return texts.map((text) => parseInline(text, context));
}

/** The cells of a row, whose pipes at both ends may be left out. A pipe after a backslash is one of the text. */
function cells(line) {
  const found = [''];
  const inner = line.trim().replace(/^\|/, '');
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === '\\' && inner[i + 1] === '|') {
      found[found.length - 1] += '|';
      i++;
    } else if (inner[i] === '|') {
      found.push('');
    } else {
      found[found.length - 1] += inner[i];
    }
  }
  if (found.length > 1 && found.at(-1).trim() === '') {
    found.pop();
  }
  return found.map((cell) => cell.trim());
}

/** As many cells as the table has columns: empty ones are added, what is too much is left out. */
function fit(texts, columns) {
  return Array.from({ length: columns }, (_, i) => texts[i] ?? '');
}
