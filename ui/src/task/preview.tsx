import { Download, Play, RefreshCw } from 'lucide-preact';
import type { ArtifactFile } from 'mgx-client';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TaskView } from '../fold/view';
import { useLoaded } from '../parts/use';
import { rest } from '../server';
import { assemble } from './assemble';
import { HowToRun } from './how-to-run';
import { ServicePanel } from './service';

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
    return (
      <>
        <ServicePanel id={id} over={over} />
        <RunIt id={id} view={view} any={list.length > 0} />
      </>
    );
  }
  const page = chosen !== null && pages.includes(chosen) ? chosen : (pages.find((each) => each.endsWith('index.html')) ?? pages[0] ?? '');
  return (
    <>
      <ServicePanel id={id} over={over} />
      <MadePage
        key={page}
        id={id}
        page={page}
        pages={pages}
        choose={setChosen}
        files={list}
        made={list.map((file) => file.latest_version).join()}
      />
    </>
  );
}

/** A page may take the focus so often without being asked, as when it begins. */
const MAX_GRABS = 3;

/** How often the page looks who has the focus, in milliseconds: shorter than between two keys. */
const LOOK_MS = 30;

interface MadePageProps {
  id: string;
  page: string;
  pages: readonly string[];
  choose: (page: string) => void;
  files: readonly ArtifactFile[];
  made: string;
}

/** A made page. It runs what it likes, so it is loaded only when it is asked for. */
function MadePage({ id, page, pages, choose, files, made }: MadePageProps) {
  const [again, setAgain] = useState(0);
  const [asked, setAsked] = useState(false);
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
        {asked && (
          <button type="button" class="button" onClick={() => setAgain(again + 1)}>
            <RefreshCw size={15} aria-hidden /> Reload
          </button>
        )}
      </header>
      {shown.error !== null && <p class="banner bad">{shown.error}</p>}
      {!asked && (
        <p class="empty">
          <button type="button" class="button primary" onClick={() => setAsked(true)}>
            <Play size={16} aria-hidden /> Show preview
          </button>
        </p>
      )}
      {asked && shown.value !== null && <Frame key={shown.value.key} html={shown.value.html} title={`Preview of ${page}`} />}
    </section>
  );
}

/**
 * A document with its own policy and origin that replaces itself with the HTML it receives, once; so each page needs a
 * new frame. It is inert until a person clicks on it, and again when they leave it: a page that takes the focus would get
 * what is typed elsewhere. One that takes it again and again is closed.
 */
function Frame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [entered, setEntered] = useState(false);
  const [grabs, setGrabs] = useState(0);
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
  useFocusKept(frame, entered, {
    left: () => setEntered(false),
    grabbed: () => setGrabs((before) => before + 1),
  });
  if (grabs >= MAX_GRABS) {
    return <p class="banner bad">This page was closed: it takes the keyboard for itself again and again.</p>;
  }
  return (
    <div class="preview-box">
      <iframe ref={frame} class="preview-frame" title={title} sandbox="allow-scripts" allow="focus-without-user-activation 'none'" src="frames/preview.html" inert={!entered} />
      {!entered && (
        <button type="button" class="preview-enter" onClick={() => setEntered(true)}>
          <span>Click to use the preview</span>
        </button>
      )}
    </div>
  );
}

interface FocusListener {
  /** A person left the frame that they had entered. */
  left: () => void;
  /** The focus was taken back from a frame that nobody had entered. */
  grabbed: () => void;
}

function useFocusKept(frame: RefObject<HTMLIFrameElement>, entered: boolean, { left, grabbed }: FocusListener): void {
  useLayoutEffect(() => {
    if (entered) {
      frame.current?.focus();
      addEventListener('focus', left);
      return () => removeEventListener('focus', left);
    }
    let last: Element | null = document.activeElement;
    const focused = ({ target }: FocusEvent) => {
      last = target instanceof Element && target !== frame.current ? target : last;
    };
    const taken = () => {
      if (frame.current !== null && document.activeElement === frame.current) {
        frame.current.blur();
        window.focus();
        if (last instanceof HTMLElement) {
          last.focus();
        }
        grabbed();
      }
    };
    // Browsers differ in which event tells of it and when; none may, so the page looks, too.
    const looking = setInterval(taken, LOOK_MS);
    addEventListener('focusin', focused);
    addEventListener('blur', taken);
    return () => {
      clearInterval(looking);
      removeEventListener('focusin', focused);
      removeEventListener('blur', taken);
    };
  }, [entered]);
}

function RunIt({ id, view, any }: { id: string; view: TaskView; any: boolean }) {
  const result = view.standing.finalResult;
  if (!result?.how_to_run) {
    return <p class="empty quiet">{any ? 'Instructions appear here when the task is done.' : 'Nothing to preview yet.'}</p>;
  }
  return (
    <section class="how-to-run">
      <h2>How to run</h2>
      <p>
        <a class="button" href={rest.downloadAddress(id)}>
          <Download size={16} aria-hidden /> Download files
        </a>
      </p>
      <HowToRun lines={result.how_to_run} />
    </section>
  );
}
