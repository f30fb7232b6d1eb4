/** How long a drawing may take, in milliseconds. */
const PATIENCE_MS = 5_000;

/** How long the frame may take to load, which is not the diagram's fault, in milliseconds. */
const LOAD_PATIENCE_MS = 30_000;

/** Longer pictures would keep this page busy, which shows them. */
const MAX_SVG_LENGTH = 2_000_000;

/** A picture, or why there is none: the text is no diagram, or takes too long. */
export type Drawing = { svg: string } | 'not a diagram' | 'slow';

interface Answer {
  id: number;
  svg: string | null;
}

interface Frame {
  element: HTMLIFrameElement;
  ready: Promise<boolean>;
}

let frame: Frame | null = null;
let latest: Promise<unknown> = Promise.resolve();
let lastId = 0;

/** Texts that took too long: they would again, each time they are scrolled to. */
const slow = new Set<string>();
const MAX_SLOW = 100;

/**
 * Draws a diagram, one at a time, in a frame of its own. A text may be made so that its drawing takes minutes; the frame
 * has no origin, so that browsers that isolate sites give it a process of its own and this page does not wait with it.
 * It is removed when it takes too long, and the next diagram gets a new one. It may not connect anywhere.
 *
 * @param isWanted asked when it is this diagram's turn
 */
export function draw(text: string, dark: boolean, isWanted: () => boolean): Promise<Drawing> {
  const drawing = latest.then(() => (slow.has(text) || !isWanted() ? 'slow' : drawn(text, dark)));
  latest = drawing;
  return drawing;
}

async function drawn(text: string, dark: boolean): Promise<Drawing> {
  frame ??= load();
  const { element, ready } = frame;
  const id = ++lastId;
  const loaded = await ready;
  let answer: Answer | null = null;
  if (loaded) {
    const answered = heard<Answer>(element, PATIENCE_MS, (data) => data.id === id);
    element.contentWindow?.postMessage({ id, text, dark }, '*'); // its origin has no name; it is its window that is meant
    answer = await answered;
  }
  if (answer === null) {
    element.remove();
    frame = null;
    if (loaded) {
      if (slow.size >= MAX_SLOW) {
        slow.clear();
      }
      slow.add(text);
    }
    return 'slow';
  }
  const { svg } = answer;
  return typeof svg === 'string' && svg.length <= MAX_SVG_LENGTH ? { svg } : 'not a diagram';
}

function load(): Frame {
  const element = document.createElement('iframe');
  element.className = 'drawing-frame';
  element.title = 'Draws diagrams';
  element.setAttribute('aria-hidden', 'true');
  element.tabIndex = -1;
  element.setAttribute('sandbox', 'allow-scripts');
  element.src = 'frames/diagram.html';
  const ready = heard<unknown>(element, LOAD_PATIENCE_MS, (data) => data === 'ready').then((data) => data !== null);
  document.body.append(element);
  return { element, ready };
}

/** The first message of a frame that is meant, or null when there is none in time. */
function heard<Data>(element: HTMLIFrameElement, patience: number, isMeant: (data: Data) => boolean): Promise<Data | null> {
  return new Promise((resolve) => {
    const done = (data: Data | null) => {
      clearTimeout(timer);
      removeEventListener('message', received);
      resolve(data);
    };
    const received = ({ source, data }: MessageEvent<Data>) => {
      if (source !== null && source === element.contentWindow && data && isMeant(data)) {
        done(data);
      }
    };
    const timer = setTimeout(() => done(null), patience);
    addEventListener('message', received);
  });
}
