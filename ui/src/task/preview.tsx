import { Download, RefreshCw } from 'lucide-preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TaskView } from '../fold/view';
import { Code } from '../content/code';
import { useLoaded } from '../parts/use';
import { rest } from '../wire/rest';
import type { ArtifactFile } from '../wire/types';
import { assemble } from './assemble';

/** A preview of the result: a page in an isolated frame, or how to run the program. */
export function Preview({ id, view, over }: { id: string; view: TaskView; over: boolean }) {
  const files = useLoaded(() => rest.files(id), `${id} ${view.filesWritten} ${over}`);
  const list = files.value?.files ?? [];
  const pages = list.filter((file) => /\.html?$/i.test(file.file_path)).map((file) => file.file_path);
  const [chosen, setChosen] = useState<string | null>(null);
  if (files.value === null) {
    return null;
  }
  if (pages.length === 0) {
    return <HowToRun id={id} view={view} any={list.length > 0} />;
  }
  const page = chosen !== null && pages.includes(chosen) ? chosen : (pages.find((each) => each.endsWith('index.html')) ?? pages[0] ?? '');
  return (
    <MadePage
      key={page}
      id={id}
      page={page}
      pages={pages}
      choose={setChosen}
      files={list}
      made={list.map((file) => file.latest_version).join()}
    />
  );
}

interface MadePageProps {
  id: string;
  page: string;
  pages: readonly string[];
  choose: (page: string) => void;
  files: readonly ArtifactFile[];
  made: string;
}

function MadePage({ id, page, pages, choose, files, made }: MadePageProps) {
  const [again, setAgain] = useState(0);
  const key = `${made} ${again}`;
  const shown = useLoaded(async () => {
    const known = new Set(files.map((file) => file.file_path));
    const content = async (path: string) => (known.has(path) ? (await rest.content(id, path)).content : null);
    return { key, html: await assemble(page, (await content(page)) ?? '', content) };
  }, `${id} ${page} ${key}`);
  return (
    <section class="preview" aria-label="Preview">
      <header class="preview-head">
        {pages.length > 1 ? (
          <select class="field" aria-label="Page" value={page} onChange={(event) => choose(event.currentTarget.value)}>
            {pages.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        ) : (
          <span>{page}</span>
        )}
        <span class="quiet small">Sandboxed preview, no network</span>
        <button type="button" class="button" onClick={() => setAgain(again + 1)}>
          <RefreshCw size={15} aria-hidden /> Reload
        </button>
      </header>
      {shown.error !== null && <p class="banner bad">{shown.error}</p>}
      {shown.value !== null && <Frame key={shown.value.key} html={shown.value.html} title={`Preview of ${page}`} />}
    </section>
  );
}

/**
 * A document with its own policy and origin that replaces itself with the HTML it receives, once; so each page needs a
 * new frame.
 */
function Frame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  // Before the frame has begun to load: it says once that it is ready, and an effect after the next paint can miss that.
  useLayoutEffect(() => {
    const ready = (message: MessageEvent) => {
      const target = frame.current?.contentWindow;
      if (target && message.source === target && message.data === 'ready') {
        removeEventListener('message', ready);
        target.postMessage(html, '*'); // its origin has no name; it is its window that is meant
      }
    };
    addEventListener('message', ready);
    return () => removeEventListener('message', ready);
  }, [html]);
  return <iframe ref={frame} class="preview-frame" title={title} sandbox="allow-scripts" src="/frames/preview.html" />;
}

function HowToRun({ id, view, any }: { id: string; view: TaskView; any: boolean }) {
  const result = view.standing.finalResult;
  if (!result?.how_to_run) {
    return <p class="empty quiet">{any ? 'Instructions appear here when the task is done.' : 'Nothing to preview yet.'}</p>;
  }
  return (
    <section class="how-to-run">
      <h2>How to run</h2>
      <p>
        <a class="button" href={rest.download(id)}>
          <Download size={16} aria-hidden /> Download files
        </a>
      </p>
      <p>In the project folder, run:</p>
      <Code text={result.how_to_run} language="bash" label="How to run" />
    </section>
  );
}
