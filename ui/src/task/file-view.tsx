import { ArrowLeft, History, Pencil } from 'lucide-preact';
import type { ArtifactFile, ArtifactVersion } from 'mgx-client';
import { useMemo, useState } from 'preact/hooks';
import { Code, languageOf } from '../content/code';
import { comparing, Diff } from '../content/diff';
import { Markdown } from '../content/markdown';
import { isStored } from '../parts/stored';
import { useComplain } from '../parts/toasts';
import { useLoaded, useMedia } from '../parts/use';
import { address, type Place } from '../route';
import { roleName, ago } from '../text/words';
import { rest } from '../server';
import { EditBox, instructionKey } from './edit-box';
import type { Feed } from './feed';

interface FileViewProps {
  id: string;
  file: ArtifactFile;
  feed: Feed;
  over: boolean;
  place: Extract<Place, { page: 'task' }>;
}

type Mode = 'text' | 'inline' | 'sides';

/** A file: its text, its versions, what changed between them, and a box to have it changed. */
export function FileView({ id, file, feed, over, place }: FileViewProps) {
  const path = file.file_path;
  const [version, setVersion] = useState<number | null>(null);
  const [mode, setMode] = useState<Mode>('text');
  const [against, setAgainst] = useState<number | null>(null);
  const [editing, setEditing] = useState(() => isStored(instructionKey(id, path)));
  const versions = useLoaded(() => rest.versions(id, path), `${id} ${path} ${file.latest_version}`);
  const wanted = version ?? file.latest_version;
  const list = versions.value?.versions ?? [];
  const before = list.filter((each) => each.version < wanted).reduce((latest, each) => Math.max(latest, each.version), 0);
  const others = list.filter((each) => each.version !== wanted);
  const from = against !== null && against !== wanted ? against : before || file.latest_version;
  const mayCompare = others.length > 0;
  const broad = useMedia('(min-width: 701px)');
  const modes: readonly Mode[] = broad ? ['text', 'inline', 'sides'] : ['text', 'inline'];
  const shown: Mode = mode === 'sides' && !broad ? 'inline' : mode;
  const showLatest = () => {
    setEditing(false);
    setVersion(null);
    setAgainst(null);
    setMode('inline');
  };
  return (
    <section class="file-view" aria-label={path}>
      <header class="file-head">
        <a class="button plain narrow-only" href={address({ ...place, path: '' })} aria-label="All files">
          <ArrowLeft size={16} aria-hidden />
        </a>
        <h2>{path}</h2>
        {list.length > 1 && (
          <VersionChoice label="Version" list={list} chosen={wanted} choose={(to) => setVersion(to === file.latest_version ? null : to)} />
        )}
        {mayCompare && (
          <div class="choice" role="group" aria-label="Show">
            {modes.map((each) => (
              <button key={each} type="button" aria-pressed={shown === each} onClick={() => setMode(each)}>
                {{ text: 'Text', inline: 'Changes', sides: 'Side by side' }[each]}
              </button>
            ))}
          </div>
        )}
        {mayCompare && mode !== 'text' && <VersionChoice label="Compare with" list={others} chosen={from} choose={setAgainst} />}
        {over && wanted !== file.latest_version && (
          <Restore feed={feed} path={path} version={wanted} restored={showLatest} />
        )}
        {over && (
          <button type="button" class="button" aria-expanded={editing} onClick={() => setEditing(!editing)}>
            <Pencil size={15} aria-hidden /> Edit
          </button>
        )}
      </header>
      {editing && over && (
        <EditBox
          feed={feed}
          path={path}
          shown={wanted}
          latest={file.latest_version}
          close={() => setEditing(false)}
          edited={showLatest}
        />
      )}
      {mode === 'text' || !mayCompare ? (
        <Text id={id} path={path} version={wanted} />
      ) : (
        <Changes id={id} path={path} from={from} to={wanted} sides={shown === 'sides'} />
      )}
    </section>
  );
}

interface VersionChoiceProps {
  label: string;
  list: readonly ArtifactVersion[];
  chosen: number;
  choose: (version: number) => void;
}

function VersionChoice({ label, list, chosen, choose }: VersionChoiceProps) {
  return (
    <select
      class="field version-choice"
      aria-label={label}
      value={chosen}
      onChange={(event) => choose(Number(event.currentTarget.value))}
    >
      {[...list]
        .sort((a, b) => b.version - a.version)
        .map((each) => (
          <option key={each.version} value={each.version}>
            v{each.version} · {each.agent_role ? roleName(each.agent_role) : 'Existing project'}, {ago(each.created_at, Date.now())}
          </option>
        ))}
    </select>
  );
}

interface RestoreProps {
  feed: Feed;
  path: string;
  version: number;
  restored: () => void;
}

/** Makes an old version the latest one again; nothing is lost by it, and no model is asked. */
function Restore({ feed, path, version, restored }: RestoreProps) {
  const complain = useComplain();
  const [busy, setBusy] = useState(false);
  async function restore() {
    if (busy) {
      return;
    }
    setBusy(true);
    try {
      await rest.restore(feed.taskId, path, version);
      feed.ranAgain();
      restored();
    } catch (why) {
      complain((why as Error).message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <button type="button" class="button" aria-disabled={busy} onClick={() => void restore()}>
      <History size={15} aria-hidden /> {busy ? 'Restoring…' : `Restore v${version}`}
    </button>
  );
}

function Text({ id, path, version }: { id: string; path: string; version: number }) {
  const { value, error } = useLoaded(() => rest.content(id, path, version), `${id} ${path} ${version}`);
  if (error !== null) {
    return <p class="banner bad">{error}</p>;
  }
  if (value === null) {
    return null;
  }
  if (value.language === 'markdown') {
    return (
      <div class="file-body">
        <Markdown text={value.content} />
      </div>
    );
  }
  return (
    <div class="file-body">
      <Code text={value.content} language={languageOf(path)} numbered label={path} />
    </div>
  );
}

interface ChangesProps {
  id: string;
  path: string;
  from: number;
  to: number;
  sides: boolean;
}

function Changes({ id, path, from, to, sides }: ChangesProps) {
  const { value, error } = useLoaded(
    () => Promise.all([rest.content(id, path, from), rest.content(id, path, to)]),
    `${id} ${path} ${from} ${to}`,
  );
  const unifiedDiff = comparing.use()?.unifiedDiff;
  const diff = useMemo(() => value && unifiedDiff?.(path, value[0].content, value[1].content), [value, unifiedDiff]);
  if (error !== null) {
    return <p class="banner bad">{error}</p>;
  }
  if (value === null || diff === undefined) {
    return null;
  }
  if (diff === null) {
    return <p class="empty quiet">Versions {from} and {to} are too different to compare.</p>;
  }
  return (
    <div class="file-body">
      <p class="quiet small changes-of">
        Version {from} → {to}
      </p>
      {diff === '' ? <p class="quiet">No changes.</p> : <Diff text={diff} sides={sides} />}
    </div>
  );
}
