import { useEffect, useState } from 'preact/hooks';
import { Code } from './code';

/** A diagram that takes longer is shown as its text. */
const PATIENCE_MS = 8_000;

interface Drawn {
  id: number;
  svg: string | null;
}

let drawer: Promise<Window> | null = null;
let lastId = 0;

/**
 * The frame that draws diagrams: a document of its own, because their styles are inline, which this page's policy
 * forbids. It may not connect anywhere.
 */
function frame(): Promise<Window> {
  drawer ??= new Promise((resolve) => {
    const element = document.createElement('iframe');
    element.className = 'drawing-frame';
    element.title = 'Draws diagrams';
    element.setAttribute('aria-hidden', 'true');
    element.tabIndex = -1;
    element.src = '/frames/diagram.html';
    addEventListener('message', (message) => {
      if (message.source === element.contentWindow && message.data === 'ready' && element.contentWindow) {
        resolve(element.contentWindow);
      }
    });
    document.body.append(element);
  });
  return drawer;
}

async function draw(text: string, dark: boolean): Promise<string | null> {
  const target = await frame();
  const id = ++lastId;
  return new Promise((resolve) => {
    const done = (svg: string | null) => {
      clearTimeout(timer);
      removeEventListener('message', answered);
      resolve(svg);
    };
    const timer = setTimeout(() => done(null), PATIENCE_MS);
    const answered = (message: MessageEvent<Drawn>) => {
      if (message.source === target && message.data.id === id) {
        done(message.data.svg);
      }
    };
    addEventListener('message', answered);
    target.postMessage({ id, text, dark }, location.origin);
  });
}

/** A Mermaid diagram, shown as a picture: whatever is in it, a picture runs nothing. */
export function Diagram({ text }: { text: string }) {
  const dark = useDark();
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    let url: string | null = null;
    void draw(text, dark).then((svg) => {
      if (current && svg !== null) {
        url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
        setPicture(url);
      }
    });
    return () => {
      current = false;
      if (url) {
        URL.revokeObjectURL(url);
      }
    };
  }, [text, dark]);
  return picture === null ? (
    <Code text={text} language="" label="Diagram" />
  ) : (
    <figure class="diagram">
      <img src={picture} alt={`Diagram: ${text.slice(0, 500)}`} />
    </figure>
  );
}

function useDark(): boolean {
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setDark(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  return dark;
}
