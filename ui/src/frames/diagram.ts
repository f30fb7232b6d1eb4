import mermaid from 'mermaid';

/** Draws diagrams for the page that holds this frame. */
interface Wish {
  id: number;
  text: string;
  dark: boolean;
}

let queue = Promise.resolve();

addEventListener('message', (message: MessageEvent<Wish>) => {
  if (message.source === parent && message.origin === location.origin) {
    queue = queue.then(() => answer(message.data));
  }
});

async function answer({ id, text, dark }: Wish): Promise<void> {
  let svg: string | null = null;
  try {
    mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      theme: dark ? 'dark' : 'neutral',
      htmlLabels: false,
      flowchart: { htmlLabels: false, useMaxWidth: false },
      sequence: { useMaxWidth: false },
      suppressErrorRendering: true,
      maxTextSize: 20_000,
    });
    svg = (await mermaid.render(`d${id}`, text)).svg;
  } catch {
    // Not a diagram: the page shows the text.
  }
  document.body.replaceChildren();
  parent.postMessage({ id, svg }, location.origin);
}

parent.postMessage('ready', location.origin);
