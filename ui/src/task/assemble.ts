/** The content of a file of the generated page; null if there is none. */
export type Source = (path: string) => Promise<string | null>;

/**
 * A generated page as one document, with its own scripts, styles and images inlined, so that it can be shown without
 * network. External resources are not loaded.
 */
export async function assemble(path: string, html: string, source: Source): Promise<string> {
  const page = new DOMParser().parseFromString(html, 'text/html'); // parsed, not executed
  const base = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
  const own = (reference: string | null) => (reference === null ? null : within(base, reference));

  // As data URLs, so that they load in the order and at the time the page specifies.
  for (const link of page.querySelectorAll('link[rel~="stylesheet"]')) {
    const text = await read(own(link.getAttribute('href')), source);
    if (text !== null) {
      link.setAttribute('href', `data:text/css;charset=utf-8,${encodeURIComponent(text)}`);
    }
  }
  for (const script of page.querySelectorAll('script[src]')) {
    const text = await read(own(script.getAttribute('src')), source);
    if (text !== null) {
      script.setAttribute('src', `data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`);
    }
  }
  for (const image of page.querySelectorAll('img[src]')) {
    const at = own(image.getAttribute('src'));
    const text = at?.endsWith('.svg') ? await read(at, source) : null;
    if (text !== null) {
      image.setAttribute('src', `data:image/svg+xml,${encodeURIComponent(text)}`);
    }
  }
  return `<!doctype html>\n${page.documentElement.outerHTML}`;
}

function read(path: string | null, source: Source): Promise<string | null> {
  return path === null ? Promise.resolve(null) : source(path);
}

/** The path in the project that a reference means; null for one that leads elsewhere. */
export function within(base: string, reference: string): string | null {
  const clean = reference.split(/[?#]/, 1)[0] ?? '';
  if (clean === '' || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(clean)) {
    return null;
  }
  const segments: string[] = [];
  for (const segment of (clean.startsWith('/') ? clean.slice(1) : base + clean).split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) {
        return null;
      }
    } else if (segment !== '.' && segment !== '') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}
