import { parse } from './document.js';
import { render } from './html.js';

export { parse } from './document.js';
export { render } from './html.js';
export { page } from './page.js';
export { tableOfContents, renderContents } from './toc.js';

/** The HTML of a Markdown source. */
export function convert(source) {
  return render(parse(source));
}
