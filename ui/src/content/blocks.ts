import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: true });
// Images would be fetched from wherever a text says: they are shown as links.
markdown.renderer.rules.image = (tokens, at) => {
  const token = tokens[at];
  const source = markdown.utils.escapeHtml(String(token?.attrGet('src') ?? ''));
  return `<a href="${source}">${markdown.utils.escapeHtml(token?.content || 'image')}</a>`;
};

DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('rel', 'noopener noreferrer nofollow');
    node.setAttribute('target', '_blank');
  }
});

export interface Html {
  kind: 'html';
  html: string;
}

export interface Fence {
  kind: 'fence';
  language: string;
  text: string;
}

/** The text as clean HTML, with its fenced blocks apart. */
export function blocks(text: string): (Html | Fence)[] {
  const environment = {};
  const tokens = markdown.parse(text, environment);
  const parts: (Html | Fence)[] = [];
  let from = 0;
  const flush = (to: number) => {
    if (to > from) {
      parts.push({ kind: 'html', html: clean(markdown.renderer.render(tokens.slice(from, to), markdown.options, environment)) });
    }
  };
  tokens.forEach((token, at) => {
    if (token.type === 'fence' && token.level === 0) {
      flush(at);
      parts.push({ kind: 'fence', language: token.info.trim().split(/\s/, 1)[0] ?? '', text: token.content });
      from = at + 1;
    }
  });
  flush(tokens.length);
  return parts;
}

function clean(html: string): string {
  return DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'input', 'button', 'img', 'video', 'audio', 'iframe'],
    FORBID_ATTR: ['style', 'class', 'id', 'name'],
  });
}
