import { useEffect, useState } from 'preact/hooks';

export const TABS = ['result', 'timeline', 'changes', 'files', 'terminal', 'checks', 'preview'] as const;
export type Tab = (typeof TABS)[number];

/** The page's location, encoded in the fragment of the address. Without a tab a task opens on what matters most. */
export type Place = { page: 'home' } | { page: 'task'; id: string; tab: Tab | null; path: string };

export function place(hash: string): Place {
  const [head, id, tab, ...path] = hash.replace(/^#?\/?/, '').split('/').map(decoded);
  if (head !== 'tasks' || !id) {
    return { page: 'home' };
  }
  const known = TABS.find((each) => each === tab);
  return { page: 'task', id, tab: known ?? null, path: known ? path.join('/') : '' };
}

export function address(to: Place): string {
  if (to.page === 'home') {
    return '#/';
  }
  const path = to.path ? `/${to.path.split('/').map(encodeURIComponent).join('/')}` : '';
  return `#/tasks/${encodeURIComponent(to.id)}${to.tab === null ? '' : `/${to.tab}${path}`}`;
}

/** The address at which these checks of a task are chosen. */
export function checksAddress(task: Extract<Place, { page: 'task' }>, checks: readonly string[]): string {
  return address({ ...task, tab: 'checks', path: checks.join('/') });
}

export function go(to: Place): void {
  location.hash = address(to);
}

export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    changed(); // it may have changed since the first render
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return place(hash);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // typed by hand
  }
}
