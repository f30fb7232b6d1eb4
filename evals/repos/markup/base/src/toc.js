import { escapeAttribute, escapeText } from './escape.js';
import { plainText } from './text.js';
import { walk } from './walk.js';

/** The headings of a document in their order: level, id and text. */
export function tableOfContents(document) {
  return [...walk(document)]
    .filter((node) => node.type === 'heading')
    .map((node) => ({ level: node.level, id: node.id, text: plainText(node.children) }));
}

/** The table of contents as a list of links, or nothing if there is no heading. */
export function renderContents(entries) {
  if (entries.length === 0) {
    return '';
  }
  const items = entries.map(({ level, id, text }) =>
    `<li class="level-${level}"><a href="#${escapeAttribute(id)}">${escapeText(text)}</a></li>\n`);
  return `<nav>\n<ul>\n${items.join('')}</ul>\n</nav>\n`;
}
