import { findReference } from '../references.js';
import { plainText } from '../text.js';
import { safeAddress } from '../address.js';

const TARGET = /\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+"((?:[^"\\]|\\.)*)")?\s*\)/y;

/** `[text](url "title")`, `[text][label]` or `[label]`. */
export function parseLink(text, index, context) {
  const found = text[index] === '[' ? target(text, index, context) : null;
  if (!found) {
    return null;
  }
  const children = context.parseInline(found.label, context);
  return { node: { type: 'link', href: safeAddress(found.href), title: found.title ?? null, children }, next: found.next };
}

/** As a link, with `!` before it; its text is what is shown where the image is not. */
export function parseImage(text, index, context) {
  const found = text[index] === '!' && text[index + 1] === '[' ? target(text, index + 1, context) : null;
  if (!found) {
    return null;
  }
  const alt = plainText(context.parseInline(found.label, context));
  return { node: { type: 'image', src: safeAddress(found.href), title: found.title ?? null, alt }, next: found.next };
}

function target(text, index, context) {
  const end = closing(text, index);
  if (end < 0) {
    return null;
  }
  const label = text.slice(index + 1, end);
  TARGET.lastIndex = end + 1;
  const found = TARGET.exec(text);
  if (found) {
    return { label, href: found[1], title: found[2]?.replace(/\\(.)/g, '$1'), next: TARGET.lastIndex };
  }
  const second = text[end + 1] === '[' ? text.indexOf(']', end + 2) : -1;
  const name = second < 0 ? label : text.slice(end + 2, second) || label;
  const reference = findReference(context.references, name);
  return reference ? { ...reference, label, next: (second < 0 ? end : second) + 1 } : null;
}

/** The bracket that closes the one at the index; those between are counted. */
function closing(text, index) {
  let depth = 0;
  for (let i = index; i < text.length; i++) {
    if (text[i] === '\\') {
      i++;
    } else if (text[i] === '[') {
      depth++;
    } else if (text[i] === ']' && --depth === 0) {
      return i;
    }
  }
  return -1;
}
