import { useEffect, useMemo, useState } from 'preact/hooks';
import { useComplain } from '../parts/toasts';
import { useSnapshot } from '../parts/use';
import { address, TABS, type Place, type Tab } from '../route';
import { rest } from '../wire/rest';
import type { Task } from '../wire/types';
import { Feed } from './feed';
import { Files } from './files';
import { Header } from './header';
import { Terminal } from './terminal';
import { Timeline } from './timeline';

const NAMES: Record<Tab, string> = {
  timeline: 'Timeline',
  files: 'Files',
  terminal: 'Terminal',
  checks: 'Checks',
  preview: 'Preview',
};

/** One task, live. */
export function TaskPage({ place }: { place: Extract<Place, { page: 'task' }> }) {
  const complain = useComplain();
  const { id } = place;
  const feed = useMemo(() => new Feed(id, complain), [id]);
  useEffect(() => () => feed.close(), [feed]);
  const snapshot = useSnapshot(feed);
  const [task, setTask] = useState<Task | null>(null);
  useEffect(() => {
    rest.find(id).then(setTask, () => undefined); // that it is gone, the watch says
  }, [id]);

  if (snapshot.link === 'gone') {
    return (
      <main class="gone">
        <h1>{snapshot.reason || 'There is no such task'}</h1>
        <a href="#/">All tasks</a>
      </main>
    );
  }
  return (
    <div class="task">
      <Header feed={feed} snapshot={snapshot} task={task} />
      <nav class="tabs" aria-label="Views of this task">
        {TABS.filter((tab) => tab !== 'checks' && tab !== 'preview').map((tab) => (
          <a
            key={tab}
            class="tab"
            href={address({ ...place, tab, path: '' })}
            aria-current={tab === place.tab ? 'page' : undefined}
          >
            {NAMES[tab]}
          </a>
        ))}
      </nav>
      <main class="panel">
        {place.tab === 'timeline' && <Timeline view={snapshot.view} />}
        {place.tab === 'files' && <Files place={place} written={snapshot.view.filesWritten} />}
        {place.tab === 'terminal' && <Terminal view={snapshot.view} />}
      </main>
    </div>
  );
}
