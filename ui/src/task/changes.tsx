import type { ChangedFile } from 'mgx-client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Diff } from '../content/diff';
import { useDelayed, useLoaded, useMedia } from '../parts/use';
import { address, type Place } from '../route';
import { plural } from '../text/words';
import { rest } from '../server';
import { Baseline } from './baseline';

type TaskPlace = Extract<Place, { page: 'task' }>;

/** Debounce, so that files written together cause one request. */
const SETTLES_MS = 300;
/** Files are unfolded from the first on until so many lines have changed; the others wait for a click. */
const UNFOLDED_LINES = 400;

interface ChangesProps {
  place: TaskPlace;
  written: number;
  over: boolean;
}

/** What the task has changed in an existing project, by file, and how the tests stand that the project had. */
export function Changes({ place, written, over }: ChangesProps) {
  const key = useDelayed(`${place.id} ${written} ${over}`, SETTLES_MS);
  const { value: changes, error } = useLoaded(() => rest.changes(place.id), key);
  const sides = useMedia('(min-width: 1080px)');
  if (error !== null) {
    return <p class="banner bad">{error}</p>;
  }
  if (changes === null) {
    return null;
  }
  const { files, commit } = changes;
  let lines = 0;
  return (
    <section class="changes" aria-label="Changes">
      <Baseline baseline={changes.baseline} over={over} />
      <h2>
        {files.length === 0 ? 'No file is changed' : `${plural(files.length, 'file')} changed`} <Count file={changes} />
      </h2>
      {commit !== null && (
        <p class="quiet small">
          against commit <code>{commit.slice(0, 12)}</code>
        </p>
      )}
      {files.length > 1 && <Contents files={files} place={place} />}
      {files.map((file) => {
        const unfolded = lines < UNFOLDED_LINES;
        lines += file.additions + file.deletions;
        return <Change key={file.file_path} file={file} sides={sides} unfolded={unfolded} chosen={file.file_path === place.path} />;
      })}
    </section>
  );
}

function Contents({ files, place }: { files: readonly ChangedFile[]; place: TaskPlace }) {
  return (
    <nav aria-label="Changed files">
      <ul class="changed">
        {files.map((file) => (
          <li key={file.file_path}>
            <a
              href={address({ ...place, tab: 'changes', path: file.file_path })}
              aria-current={file.file_path === place.path ? 'location' : undefined}
            >
              {file.file_path}
            </a>
            <Marks file={file} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

const WORDS = { added: 'Added', modified: 'Changed', deleted: 'Deleted' };

function Marks({ file }: { file: ChangedFile }) {
  return (
    <span class="marks">
      {file.status !== 'modified' && <span class={`badge ${file.status}`}>{WORDS[file.status]}</span>}{' '}
      {file.binary ? <span class="badge">Binary</span> : <Count file={file} />}
    </span>
  );
}

function Count({ file: { additions, deletions } }: { file: { additions: number; deletions: number } }) {
  return (
    <span class="line-count">
      {additions > 0 && <span class="plus">+{additions}</span>} {deletions > 0 && <span class="minus">−{deletions}</span>}
    </span>
  );
}

interface ChangeProps {
  file: ChangedFile;
  sides: boolean;
  unfolded: boolean;
  chosen: boolean;
}

/** What changed in a file: both sides beside each other where there is room, else in one. */
function Change({ file, sides, unfolded, chosen }: ChangeProps) {
  const [open, setOpen] = useState(unfolded);
  const head = useRef<HTMLElement>(null);
  useEffect(() => {
    if (chosen) {
      setOpen(true);
      head.current?.focus();
      head.current?.scrollIntoView({ block: 'start' });
    }
  }, [chosen]);
  return (
    <details class="change" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary ref={head}>
        <span class="file-name">{file.file_path}</span> <Marks file={file} />
      </summary>
      {open && <Body file={file} sides={sides} />}
    </details>
  );
}

function Body({ file, sides }: { file: ChangedFile; sides: boolean }) {
  if (file.diff === null) {
    return <p class="quiet small">{file.note}</p>;
  }
  if (file.diff === '') {
    return <p class="quiet small">The file is empty.</p>;
  }
  return <Diff text={file.diff} sides={sides && file.status === 'modified'} />;
}
