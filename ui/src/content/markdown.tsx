import { useEffect, useReducer } from 'preact/hooks';
import { late } from '../parts/late';
import type { Fence, Html } from './blocks';
import { Code } from './code';
import { Diagram } from './diagram';

/** A longer text is shown as it is: laying it out would take too long. */
const MAX_LAID_OUT = 200_000;

/** What lays texts out is as much script as all the rest, and nothing that is painted first needs it. */
export const layout = late(() => import('./blocks'));

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

/** The blocks of a text, from before where it was laid out before; null where that has to wait. */
function laidOut(text: string, blocks: ((text: string) => (Html | Fence)[]) | undefined): (Html | Fence)[] | null {
  const known = kept.get(text);
  if (known || !blocks || !mayLayOut()) {
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
  const blocks = layout.use()?.blocks;
  const parts = text.length > MAX_LAID_OUT ? null : laidOut(text, blocks);
  useEffect(() => {
    if (parts !== null || !blocks || text.length > MAX_LAID_OUT) {
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
