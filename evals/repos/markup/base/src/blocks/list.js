import { indentation, isBlank, outdent } from '../lines.js';
import { isRule } from './rule.js';

const MARKER = /^( {0,3})([-*+]|(\d{1,9})[.)])( +|$)/;

/** Items of the same kind of marker. The list is loose if a blank line stands within it, else it is tight. */
export function parseList(lines, index, context) {
  const first = marker(lines[index]);
  if (!first) {
    return null;
  }
  const items = [];
  let loose = false;
  let next = index;
  while (next < lines.length && marker(lines[next])?.kind === first.kind) {
    const { inner, end, blank } = takeItem(lines, next);
    items.push({ type: 'item', children: context.parseBlocks(inner, context) });
    const goesOn = end < lines.length && marker(lines[end])?.kind === first.kind;
    loose ||= blank.within || (blank.after && goesOn);
    next = end;
  }
  const node = { type: 'list', ordered: first.number !== null, start: first.number ?? 1, loose, children: items };
  return { node, next };
}

export function isListItem(line) {
  return marker(line) !== null;
}

/** The kind of a marker is its last character: `1.` and `2.` are of one kind, `1)` is of another. */
function marker(line) {
  const found = isRule(line) ? null : MARKER.exec(line);
  if (!found) {
    return null;
  }
  const [whole, , mark, number, blanks] = found;
  const columns = blanks.length > 4 || blanks === '' ? whole.length - blanks.length + 1 : whole.length;
  return { kind: mark.at(-1), number: number === undefined ? null : Number(number), columns };
}

/** The lines of an item: those that are indented as far as its text, and what goes on with its paragraph. */
function takeItem(lines, index) {
  const { columns } = marker(lines[index]);
  const inner = [lines[index].slice(columns)];
  let next = index + 1;
  let blanks = 0;
  let within = false;
  while (next < lines.length) {
    const line = lines[next];
    if (isBlank(line)) {
      blanks++;
    } else if (indentation(line) >= columns) {
      within ||= blanks > 0;
      inner.push(...Array(blanks).fill(''), outdent(line, columns));
      blanks = 0;
    } else if (blanks > 0 || isListItem(line) || isRule(line)) {
      break;
    } else {
      inner.push(line.trimStart());
    }
    next++;
  }
  return { inner, end: next, blank: { within, after: blanks > 0 } };
}
