import mermaid from 'mermaid';

/** Draws diagrams, one after the other, for the page that holds this frame. It has no origin, and is told of nothing else. */
interface Wish {
  id: number;
  text: string;
  dark: boolean;
}

/** That of the page: this document was loaded from there, although it may do nothing there. */
const { origin } = location;

addEventListener('message', (message: MessageEvent<Wish>) => {
  if (message.source === parent && message.origin === origin) {
    void answer(message.data);
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
  parent.postMessage({ id, svg }, origin);
}

parent.postMessage('ready', origin);
