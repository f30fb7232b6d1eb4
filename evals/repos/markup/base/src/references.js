import { isFence } from './blocks/code.js';

const DEFINITION = /^ {0,3}\[([^\]]+)\]:\s+<?([^\s>]+)>?(?:\s+"([^"]*)")?\s*$/;

/** Takes the definitions `[label]: url "title"` out of the lines; in fenced code there are none. */
export function takeReferences(lines) {
  const references = new Map();
  const rest = [];
  let fence = null;
  for (const line of lines) {
    fence = nextFence(fence, line);
    const found = fence === null && DEFINITION.exec(line);
    if (!found) {
      rest.push(line);
    } else if (!references.has(normalize(found[1]))) {
      references.set(normalize(found[1]), { href: found[2], title: found[3] });
    }
  }
  return { references, rest };
}

export function findReference(references, label) {
  return references.get(normalize(label));
}

function normalize(label) {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

function nextFence(fence, line) {
  const here = isFence(line);
  if (fence === null) {
    return here;
  }
  return here && here[0] === fence[0] && here.length >= fence.length ? null : fence;
}
