import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { useEffect, useReducer } from 'preact/hooks';
import { Code } from './code';
import { Diagram } from './diagram';

/** A longer text is shown as it is: laying it out would take too long. */
const MAX_LAID_OUT = 200_000;

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

interface Html {
  kind: 'html';
  html: string;
}

interface Fence {
  kind: 'fence';
  language: string;
  text: string;
}

/** The text as clean HTML, with its fenced blocks apart. */
function blocks(text: string): (Html | Fence)[] {
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

/** The time per frame for rendering texts; the rest is rendered in later frames. */
const FRAME_BUDGET_MS = 8;
let spent = 0;
let frame = 0;
const waiting = new Set<() => void>();

function mayLayOut(): boolean {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    spent = 0;
    const now = [...waiting];
    waiting.clear();
    now.forEach((again) => again());
  });
  return spent < FRAME_BUDGET_MS;
}

const MAX_KEPT = 500;
const kept = new Map<string, (Html | Fence)[]>();

/** The blocks of a text, from before where it was laid out before; null where this frame has no time for it. */
function laidOut(text: string): (Html | Fence)[] | null {
  const known = kept.get(text);
  if (known || !mayLayOut()) {
    return known ?? null;
  }
  const began = performance.now();
  const made = blocks(text);
  spent += performance.now() - began;
  kept.set(text, made);
  const oldest = kept.keys().next();
  if (kept.size > MAX_KEPT && !oldest.done) {
    kept.delete(oldest.value);
  }
  return made;
}

/** Renders untrusted Markdown; nothing in it is executed. */
export function Markdown({ text }: { text: string }) {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const parts = text.length > MAX_LAID_OUT ? null : laidOut(text);
  useEffect(() => {
    if (parts !== null || text.length > MAX_LAID_OUT) {
      return undefined;
    }
    const retry = () => again(undefined);
    waiting.add(retry);
    mayLayOut();
    return () => {
      waiting.delete(retry);
    };
  });
  if (parts === null) {
    return <pre class="code">{text}</pre>;
  }
  return (
    <div class="markdown">
      {parts.map((part, at) =>
        part.kind === 'html' ? (
          <div key={at} dangerouslySetInnerHTML={{ __html: part.html }} />
        ) : part.language === 'mermaid' ? (
          <Diagram key={at} text={part.text} />
        ) : (
          <Code key={at} text={part.text} language={part.language} />
        ),
      )}
    </div>
  );
}
