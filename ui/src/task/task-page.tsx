import type { Status, Task } from 'mgx-client';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { comparing } from '../content/diff';
import { layout } from '../content/markdown';
import { working } from '../fold/view';
import { MAIN } from '../parts/focus';
import { useComplain } from '../parts/toasts';
import { useMedia, useSnapshot } from '../parts/use';
import { address, TABS, type Place, type Tab } from '../route';
import { firstLine, plural, roleName, statusName } from '../text/words';
import { rest } from '../server';
import { Changes } from './changes';
import { Checks } from './checks';
import { Composer } from './composer';
import { Feed, type Snapshot } from './feed';
import { Files } from './files';
import { Header } from './header';
import { now, type Now } from './now';
import { Outcome } from './outcome';
import { Preview } from './preview';
import { Terminal } from './terminal';
import { Timeline } from './timeline';

const NAMES: Record<Tab, string> = {
  result: 'Result',
  timeline: 'Timeline',
  changes: 'Changes',
  files: 'Files',
  terminal: 'Terminal',
  checks: 'Checks',
  preview: 'Preview',
};

type TaskPlace = Extract<Place, { page: 'task' }>;

/** One task, live: on a wide screen its timeline beside everything else. */
export function TaskPage({ place }: { place: TaskPlace }) {
  const complain = useComplain();
  const { id } = place;
  const feed = useMemo(() => new Feed(id, complain), [id]);
  useEffect(() => () => feed.close(), [feed]);
  useEffect(() => [layout, comparing].forEach((part) => part.loadLater()), []);
  const snapshot = useSnapshot(feed);
  const task = useTask(id);
  const wide = useMedia('(min-width: 1080px)');
  const title = task ? firstLine(task.title || task.input_prompt) : '';
  const current = now(snapshot);
  const { status, queued, over } = current;
  useTitle(title, status);
  const tab = useTab(place.tab, current, wide);
  const sourced = sourceOf(task) !== null;

  if (snapshot.link === 'gone') {
    return (
      <main id={MAIN} class="gone" tabIndex={-1}>
        <h1>{title ? `“${title}” was deleted` : snapshot.reason || 'Task not found'}</h1>
        <a href="#/">All tasks</a>
      </main>
    );
  }
  const told = status === 'FAILED' ? current.errorMessage : null;
  const { waitingFor } = snapshot.view.standing;
  const asked = waitingFor?.what === 'approval' ? waitingFor.since : null;
  const timeline = (
    <section class="talk" aria-label="Timeline and messages">
      <Timeline view={snapshot.view} taskId={id} told={told} />
      {queued === null && <Composer feed={feed} status={status} asked={asked} planned={snapshot.view.planChecks} />}
    </section>
  );
  return (
    <div class="task">
      <Header feed={feed} snapshot={snapshot} task={task} title={title} />
      <Announcer snapshot={snapshot} current={current} />
      <main id={MAIN} tabIndex={-1} class={wide ? 'panels wide' : 'panels'}>
        {wide && timeline}
        <div class="panel">
          <nav class="tabs" aria-label="Views of this task">
            {TABS.filter((each) => (!wide || each !== 'timeline') && (sourced || each !== 'changes')).map((each) => (
              <a
                key={each}
                class="tab"
                href={address({ ...place, tab: each, path: '' })}
                aria-current={each === tab ? 'page' : undefined}
              >
                {NAMES[each]}
                <TabCount tab={each} snapshot={snapshot} />
              </a>
            ))}
          </nav>
          {tab === 'result' && <Outcome place={place} view={snapshot.view} current={current} sourced={sourced} />}
          {tab === 'timeline' && timeline}
          {tab === 'changes' && <Changes place={place} written={snapshot.view.filesWritten} over={over} />}
          {tab === 'files' && <Files place={place} written={snapshot.view.filesWritten} feed={feed} over={over} />}
          {tab === 'terminal' && <Terminal place={place} view={snapshot.view} over={over} />}
          {tab === 'checks' && <Checks place={place} view={snapshot.view} />}
          {tab === 'preview' && <Preview id={id} view={snapshot.view} over={over} />}
        </div>
      </main>
    </div>
  );
}

/**
 * What is shown: what was chosen, else what matters most. A finished task opens on what was made; on a narrow screen,
 * nobody who watches the timeline is taken away from it.
 */
function useTab(chosen: Tab | null, { status, over }: Now, wide: boolean): Tab | null {
  const watched = useRef(false);
  watched.current ||= status !== null && !over;
  if (status === null) {
    return chosen === 'timeline' && wide ? null : chosen;
  }
  if (wide) {
    return chosen === null || chosen === 'timeline' ? (over ? 'result' : 'files') : chosen;
  }
  return chosen ?? (over && !watched.current ? 'result' : 'timeline');
}

/** Where the project that the task changes came from; null where it began with nothing. */
function sourceOf(task: Task | null): string | null {
  const options = task?.options;
  return options?.source ?? null;
}

function TabCount({ tab, snapshot: { view } }: { tab: Tab; snapshot: Snapshot }) {
  const checks = view.standing.finalResult?.checks;
  if (tab === 'terminal' && view.executions.length > 1) {
    return <span class="count">{view.executions.length}</span>;
  }
  if (tab === 'checks' && checks && checks.length > 0) {
    return (
      <span class="count">
        {checks.filter((check) => check.passed).length}/{checks.length}
      </span>
    );
  }
  return null;
}

/** Announces status changes to screen readers. */
function Announcer({ snapshot: { view }, current }: { snapshot: Snapshot; current: Now }) {
  const { status, behind, finalResult } = current;
  if (status === null || behind) {
    return <div class="sr-only" role="status" />; // history is not news
  }
  const roles = [...new Set(working(view).map((step) => roleName(step.role)))];
  return (
    <div class="sr-only" role="status">
      {roles.length > 0 ? `${roles.join(' and ')} working` : current.run > 0 ? statusName(status) : ''}
      {view.standing.waitingFor?.what === 'approval' && '. Needs your approval'}
      {status === 'SUCCEEDED' && `, ${plural(finalResult?.files?.length ?? 0, 'file')}`}
    </div>
  );
}

function useTask(id: string): Task | null {
  const [task, setTask] = useState<Task | null>(null);
  useEffect(() => {
    let current = true;
    rest.find(id).then(
      (found) => current && setTask(found),
      () => undefined, // the watch reports that the task is gone
    );
    return () => {
      current = false;
    };
  }, [id]);
  return task;
}

function useTitle(title: string, status: Status | null): void {
  useEffect(() => {
    document.title = title === '' || status === null ? 'MGX Engine' : `${statusName(status)}: ${title}`;
    return () => {
      document.title = 'MGX Engine';
    };
  }, [title, status]);
}
