/** Longer texts stay without colours. */
const MAX_COLOURED = 200_000;
/** A text that takes longer to colour stays as it is. */
const PATIENCE_MS = 2_000;
const MAX_KEPT = 200;

const kept = new Map<string, string | null>();
const waiting = new Map<number, (html: string | null) => void>();
let worker: Worker | null = null;
let lastId = 0;

function start(): Worker {
  const started = new Worker(new URL('./highlight.worker.ts', import.meta.url), { type: 'module' });
  started.onmessage = (message: MessageEvent<{ id: number; html: string | null }>) => {
    waiting.get(message.data.id)?.(message.data.html);
    waiting.delete(message.data.id);
  };
  return started;
}

/** The cached highlighting of a text, or undefined. */
export function coloured(text: string, language: string): string | null | undefined {
  return kept.get(`${language}\n${text}`);
}

/** The text as HTML with its words classed, made beside the page; null where it has no colours. */
export function colour(text: string, language: string): Promise<string | null> {
  if (language === '' || language === 'text' || text.length > MAX_COLOURED) {
    return Promise.resolve(null);
  }
  const id = ++lastId;
  worker ??= start();
  const used = worker;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      if (waiting.has(id)) {
        used.terminate();
        worker = null;
        for (const give of waiting.values()) {
          give(null);
        }
        waiting.clear();
      }
    }, PATIENCE_MS);
    waiting.set(id, (html) => {
      clearTimeout(timer);
      keep(`${language}\n${text}`, html);
      resolve(html);
    });
    used.postMessage({ id, text, language });
  });
}

function keep(key: string, html: string | null): void {
  kept.set(key, html);
  const oldest = kept.keys().next();
  if (kept.size > MAX_KEPT && !oldest.done) {
    kept.delete(oldest.value);
  }
}
