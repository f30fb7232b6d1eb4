import { ChevronLeft, ChevronRight, Search } from 'lucide-preact';
import type { ListedTask, Status } from 'mgx-client';
import { useState } from 'preact/hooks';
import { SEARCH } from '../parts/keys';
import { Progress, StatusBadge } from '../parts/status';
import { useDelayed, useNow } from '../parts/use';
import { address } from '../route';
import { ago, firstLine, money, ordinal, plural, roleName, statusName, waitsFor } from '../text/words';
import { useListing } from './listing';

const PAGE_SIZE = 20;
const STATUSES: readonly Status[] = ['RUNNING', 'PENDING', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

/** The tasks, newest first, as they are now. */
export function TaskList() {
  const [page, setPage] = useState(1);
  const [status, setStatus] = useState<Status | ''>('');
  const [words, setWords] = useState('');
  const query = new URLSearchParams({ page: String(page), page_size: String(PAGE_SIZE), with: 'state' });
  if (status) {
    query.set('status', status);
  }
  if (words.trim()) {
    query.set('q', words.trim());
  }
  const listing = useListing(useDelayed(query.toString(), 150));
  const now = useNow(10_000, true);
  if (listing === null) {
    return null;
  }
  const narrowed = status !== '' || words.trim() !== '';
  if (listing.total === 0 && !narrowed && listing.error === null) {
    return <p class="quiet empty">No tasks yet.</p>;
  }
  return (
    <section class="tasks" aria-label="Tasks">
      <div class="tasks-head">
        <div class="search">
          <Search size={16} aria-hidden />
          <input
            id={SEARCH}
            class="field"
            type="search"
            aria-label="Search tasks"
            placeholder="Search"
            maxLength={200}
            value={words}
            onInput={(event) => {
              setWords(event.currentTarget.value);
              setPage(1);
            }}
          />
        </div>
        <select
          class="field"
          aria-label="Filter by status"
          value={status}
          onChange={(event) => {
            setStatus(event.currentTarget.value as Status | '');
            setPage(1);
          }}
        >
          <option value="">All statuses</option>
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {statusName(each)}
            </option>
          ))}
        </select>
        <span class="quiet small" role="status">
          {plural(listing.total, 'task')}
        </span>
      </div>
      {listing.error && <p class="banner bad">{listing.error}. Retrying…</p>}
      <ul class="task-rows">
        {listing.rows.map((task) => (
          <TaskRow key={task.id} task={task} now={now} />
        ))}
      </ul>
      {listing.pages > 1 && (
        <nav class="paging" aria-label="Pages of tasks">
          <button type="button" class="button" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            <ChevronLeft size={16} aria-hidden /> Newer
          </button>
          <span class="quiet small">
            Page {page} of {listing.pages}
          </span>
          <button type="button" class="button" disabled={page >= listing.pages} onClick={() => setPage(page + 1)}>
            Older <ChevronRight size={16} aria-hidden />
          </button>
        </nav>
      )}
    </section>
  );
}

function TaskRow({ task, now }: { task: ListedTask; now: number }) {
  const { state } = task;
  const unverified = task.status === 'SUCCEEDED' && state?.final_result?.verified === false;
  const running = task.status === 'RUNNING' && state !== undefined;
  return (
    <li>
      <a class="task-row" href={address({ page: 'task', id: task.id, tab: null, path: '' })}>
        <span class="task-row-title">{firstLine(task.title || task.input_prompt)}</span>
        <StatusBadge status={task.status} unverified={unverified} />
        <span class="task-row-facts quiet small">
          {running && state.current_agent && <span>{roleName(state.current_agent)}</span>}
          {running && state.waiting_for && <span class="waits">{waitsFor(state.waiting_for)}</span>}
          {task.queue_position ? <span>{ordinal(task.queue_position)} in the queue</span> : null}
          <span>{ago(task.created_at, now)}</span>
          {state && state.usage.llm_calls > 0 && <span>{money(state.usage.cost_usd)}</span>}
          {state?.simulated && <span>Simulated</span>}
        </span>
        {running && <Progress value={state.progress} label={`Progress of ${firstLine(task.title || task.input_prompt, 60)}`} />}
      </a>
    </li>
  );
}
