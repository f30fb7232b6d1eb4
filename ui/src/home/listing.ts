import { isTerminal, type ListedTask } from 'mgx-client';
import { useEffect, useState } from 'preact/hooks';
import { rest } from '../server';

export interface Listing {
  readonly rows: readonly ListedTask[];
  readonly total: number;
  readonly pages: number;
  readonly error: string | null;
}

/** How often the list is looked at again while something runs, and while nothing does. */
const BUSY_MS = 1_500;
const QUIET_MS = 5_000;

/** A page of the tasks with their states, kept fresh while somebody looks; null until it is there. */
export function useListing(query: string): Listing | null {
  const [listing, setListing] = useState<Listing | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    let looking = false;
    async function look() {
      let busy = false;
      looking = true;
      if (!document.hidden) {
        try {
          const page = await rest.list(new URLSearchParams(query), { signal: leaving.signal });
          busy = page.items.some((task) => !isTerminal(task.status));
          setListing({ rows: page.items, total: page.total, pages: page.total_pages, error: null });
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
