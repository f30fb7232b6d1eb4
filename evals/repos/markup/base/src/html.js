import { escapeAttribute, escapeText } from './escape.js';

const RENDERERS = {
  document: (node) => blocks(node.children),
  heading: (node) => `<h${node.level} id="${escapeAttribute(node.id)}">${inline(node.children)}</h${node.level}>\n`,
  paragraph: (node) => `<p>${inline(node.children)}</p>\n`,
  quote: (node) => `<blockquote>\n${blocks(node.children)}</blockquote>\n`,
  rule: () => '<hr>\n',
  code: renderCode,
  list: renderList,
  table: renderTable,
  text: (node) => escapeText(node.text),
  emphasis: (node) => `<em>${inline(node.children)}</em>`,
  strong: (node) => `<strong>${inline(node.children)}</strong>`,
  'code-span': (node) => `<code>${escapeText(node.text)}</code>`,
  link: (node) => `<a${attributes({ href: node.href, title: node.title })}>${inline(node.children)}</a>`,
  image: (node) => `<img${attributes({ src: node.src, alt: node.alt, title: node.title })}>`,
  break: () => '<br>\n',
};

/** The HTML of a node and of all that is in it. */
export function render(node) {
  const renderer = RENDERERS[node.type];
  if (!renderer) {
    throw new TypeError(`there is no node of type ${node.type}`);
  }
  return renderer(node);
}

/** Attributes of a tag; one that is null is left out. */
export function attributes(values) {
  return Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
}

function blocks(nodes) {
  return nodes.map(render).join('');
}

function inline(nodes) {
  return nodes.map(render).join('');
}

function renderCode(node) {
  const language = node.language ? `language-${node.language}` : null;
  const text = node.text === '' ? '' : `${escapeText(node.text)}\n`;
  return `<pre><code${attributes({ class: language })}>${text}</code></pre>\n`;
}

function renderList(node) {
  const tag = node.ordered ? 'ol' : 'ul';
  const start = node.ordered && node.start !== 1 ? String(node.start) : null;
  const items = node.children.map((item) => renderItem(item, node.loose)).join('');
  return `<${tag}${attributes({ start })}>\n${items}</${tag}>\n`;
}

/** In a tight list a paragraph is only its text. */
function renderItem(item, loose) {
  if (loose) {
    return `<li>\n${blocks(item.children)}</li>\n`;
  }
  const parts = item.children.map((child) => (child.type === 'paragraph' ? `${inline(child.children)}\n` : render(child)));
  return `<li>${parts.join('').trimEnd()}</li>\n`;
}

function renderTable(node) {
  const row = (cells, tag) => {
    const html = cells.map((cell, i) => `<${tag}${attributes({ align: node.align[i] })}>${inline(cell)}</${tag}>`);
    return `<tr>${html.join('')}</tr>\n`;
  };
  const body = node.rows.length ? `<tbody>\n${node.rows.map((cells) => row(cells, 'td')).join('')}</tbody>\n` : '';
  return `<table>\n<thead>\n${row(node.head, 'th')}</thead>\n${body}</table>\n`;
}
