import { useEffect, useMemo, useState } from 'preact/hooks';
import { colour, coloured } from './highlight';

interface CodeProps {
  text: string;
  language: string;
  numbered?: boolean;
  label?: string;
}

/** More lines than this are cut, with a word that they are: nobody reads them here. */
const MAX_LINES = 20_000;

/** Program text, coloured as soon as the colours are there. */
export function Code({ text, language, numbered = false, label }: CodeProps) {
  const html = useColours(text, language);
  const lines = useMemo(() => (numbered ? text.split('\n').length - (text.endsWith('\n') ? 1 : 0) : 0), [text, numbered]);
  const numbers = useMemo(() => {
    const shown = Math.min(lines, MAX_LINES);
    return Array.from({ length: shown }, (_, at) => at + 1).join('\n');
  }, [lines]);
  return (
    <div class={numbered ? 'code numbered' : 'code'} tabIndex={0} role="group" aria-label={label ?? 'Code'}>
      {numbered && (
        <pre class="line-numbers" aria-hidden="true">
          {numbers}
        </pre>
      )}
      {html === null ? (
        <pre>{text}</pre>
      ) : (
        // The colourer escapes what it is given; it adds nothing but spans with classes.
        <pre dangerouslySetInnerHTML={{ __html: html }} />
      )}
    </div>
  );
}

function useColours(text: string, language: string): string | null {
  const known = coloured(text, language);
  const [made, setMade] = useState<{ text: string; html: string | null }>({ text: '', html: null });
  useEffect(() => {
    let current = true;
    if (known === undefined) {
      void colour(text, language).then((html) => current && setMade({ text, html }));
    }
    return () => {
      current = false;
    };
  }, [text, language]);
  return known ?? (made.text === text ? made.html : null);
}

const BY_EXTENSION: Record<string, string> = {
  java: 'java',
  py: 'python',
  js: 'javascript',
  mjs: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  html: 'html',
  svg: 'xml',
  xml: 'xml',
  css: 'css',
  json: 'json',
  md: 'markdown',
  yaml: 'yaml',
  yml: 'yaml',
  sh: 'bash',
  sql: 'sql',
};

export function languageOf(path: string): string {
  return BY_EXTENSION[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? '';
}
