import { useState } from 'preact/hooks';
import { Progress, StatusBadge } from '../parts/status';
import { useNow } from '../parts/use';
import { address } from '../route';
import { ago, firstLine, money, plural } from '../text/words';
import { useListing, type Row } from './listing';

const PAGE_SIZE = 20;

/** The tasks, newest first, as they are now. */
export function TaskList() {
  const [page, setPage] = useState(1);
  const listing = useListing(new URLSearchParams({ page: String(page), page_size: String(PAGE_SIZE) }).toString());
  const now = useNow(10_000, true);
  if (listing === null) {
    return null;
  }
  return (
    <section class="tasks" aria-label="Tasks">
      {listing.error && <p class="banner bad">{listing.error}</p>}
      <p class="quiet small">{plural(listing.total, 'task')}</p>
      <ul class="task-rows">
        {listing.rows.map((row) => (
          <TaskRow key={row.task.id} row={row} now={now} />
        ))}
      </ul>
      {listing.pages > 1 && (
        <nav class="paging" aria-label="Pages of tasks">
          <button type="button" class="button" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            Newer
          </button>
          <span class="quiet small">
            {page} of {listing.pages}
          </span>
          <button type="button" class="button" disabled={page >= listing.pages} onClick={() => setPage(page + 1)}>
            Older
          </button>
        </nav>
      )}
    </section>
  );
}

function TaskRow({ row: { task, state }, now }: { row: Row; now: number }) {
  const unverified = task.status === 'SUCCEEDED' && state?.final_result?.verified === false;
  return (
    <li>
      <a class="task-row" href={address({ page: 'task', id: task.id, tab: 'timeline', path: '' })}>
        <span class="task-row-title">{firstLine(task.title || task.input_prompt)}</span>
        <span class="task-row-facts quiet small">
          <StatusBadge status={task.status} unverified={unverified} />
          {task.queue_position ? <span>place {task.queue_position} in the queue</span> : null}
          <span>{ago(task.created_at, now)}</span>
          {state && state.usage.llm_calls > 0 && <span>{money(state.usage.cost_usd)}</span>}
          {state?.simulated && <span>simulated</span>}
        </span>
        {task.status === 'RUNNING' && state && <Progress value={state.progress} label="Progress" />}
      </a>
    </li>
  );
}
