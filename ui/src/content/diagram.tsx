import { useEffect, useState } from 'preact/hooks';
import { isDark, onThemeChange } from '../parts/theme';
import { Code } from './code';
import { draw, type Drawing } from './drawer';

/** A Mermaid diagram, shown as a picture: whatever is in it, a picture runs nothing. */
export function Diagram({ text }: { text: string }) {
  const dark = useDark();
  const [drawing, setDrawing] = useState<Drawing | 'waiting'>('waiting');
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    let made: string | null = null;
    void draw(text, dark, () => current).then((drawn) => {
      if (current) {
        made = typeof drawn === 'object' ? URL.createObjectURL(new Blob([drawn.svg], { type: 'image/svg+xml' })) : null;
        setDrawing(drawn);
        setUrl(made);
      }
    });
    return () => {
      current = false;
      if (made) {
        URL.revokeObjectURL(made);
      }
    };
  }, [text, dark]);
  if (url !== null) {
    return (
      <figure class="diagram">
        <img src={url} alt={`Diagram: ${text.slice(0, 500)}`} />
      </figure>
    );
  }
  return (
    <>
      {drawing === 'slow' && <p class="quiet small">This diagram takes too long to draw. This is its text:</p>}
      <Code text={text} language="" label="Diagram" />
    </>
  );
}

function useDark(): boolean {
  const [dark, setDark] = useState(isDark);
  useEffect(() => onThemeChange(() => setDark(isDark())), []);
  return dark;
}
