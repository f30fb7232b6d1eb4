import { escapeText } from './escape.js';
import { render } from './html.js';
import { tableOfContents } from './toc.js';

/** A whole page of a document, with what comes before its text. The title is that of the front matter, or the first heading. */
export function page(document, before = '') {
  const title = document.meta.title ?? tableOfContents(document)[0]?.text ?? 'Untitled';
  return [
    '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n',
    `<title>${escapeText(title)}</title>\n</head>\n<body>\n`,
    before,
    render(document),
    '</body>\n</html>\n',
  ].join('');
}
