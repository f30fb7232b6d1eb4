import { useEffect, useState } from 'preact/hooks';
import { rest } from '../wire/rest';
import { isTerminal, type Task, type TaskPage, type TaskState } from '../wire/types';

export interface Row {
  readonly task: Task;
  readonly state: TaskState | null;
}

export interface Listing {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly pages: number;
  readonly error: string | null;
}

/** How often the list is looked at again while something runs, and while nothing does. */
const BUSY_MS = 1_500;
const QUIET_MS = 5_000;

/** A page of the tasks, kept fresh while somebody looks; null until it is there. */
export function useListing(query: string): Listing | null {
  const [listing, setListing] = useState<Listing | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const known = new Map<string, { updated: string; state: TaskState }>();
    let timer: ReturnType<typeof setTimeout>;
    let looking = false;
    async function look() {
      let busy = false;
      looking = true;
      if (!document.hidden) {
        try {
          const page = await rest.list(new URLSearchParams(query), leaving.signal);
          const rows = await Promise.all(page.items.map((task) => row(task, known, leaving.signal)));
          busy = rows.some((each) => !isTerminal(each.task.status));
          setListing(listed(page, rows));
        } catch (why) {
          if (leaving.signal.aborted) {
            return;
          }
          const error = (why as Error).message;
          setListing((before) => ({ rows: [], total: 0, pages: 0, ...before, error }));
        }
      }
      looking = false;
      timer = setTimeout(() => void look(), busy ? BUSY_MS : QUIET_MS);
    }
    const seen = () => {
      if (!document.hidden && !looking) {
        clearTimeout(timer);
        void look();
      }
    };
    document.addEventListener('visibilitychange', seen);
    void look();
    return () => {
      leaving.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [query]);
  return listing;
}

function listed(page: TaskPage, rows: Row[]): Listing {
  return { rows, total: page.total, pages: page.total_pages, error: null };
}

/** A task with its state, which is asked for only when the task has changed. */
async function row(
  task: Task,
  known: Map<string, { updated: string; state: TaskState }>,
  signal: AbortSignal,
): Promise<Row> {
  const before = known.get(task.id);
  if (before?.updated === task.updated_at && isTerminal(task.status)) {
    return { task, state: before.state };
  }
  try {
    const state = await rest.state(task.id, signal);
    known.set(task.id, { updated: task.updated_at, state });
    return { task, state };
  } catch (why) {
    if (signal.aborted) {
      throw why;
    }
    return { task, state: null }; // it was deleted in between: the next look shows that
  }
}
