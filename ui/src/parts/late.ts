import { useEffect, useReducer } from 'preact/hooks';

/** A part of the page's script that is not loaded with it. */
export interface Late<T> {
  /** Loads it when the page has nothing else to do, so that it is there when it is needed. */
  loadWhenIdle(): void;
  /** The part, which is loaded if it is not there; null until then. */
  use(): T | null;
}

/** A page that is busy for so long has it nevertheless. */
const BUSY_MS = 5_000;

/** What `take` loads, once for all who use it. Where it cannot be loaded they do without it. */
export function late<T>(take: () => Promise<T>): Late<T> {
  let part: T | null = null;
  let loading: Promise<void> | null = null;
  const load = () =>
    (loading ??= take().then(
      (taken) => void (part = taken),
      () => undefined,
    ));
  return {
    // Safari has no such callback.
    loadWhenIdle: () => void (globalThis.requestIdleCallback?.(load, { timeout: BUSY_MS }) ?? setTimeout(load, BUSY_MS / 5)),
    use: () => {
      const [, again] = useReducer((count: number) => count + 1, 0);
      const missing = part === null;
      useEffect(() => {
        let current = missing;
        void load().then(() => current && again(undefined));
        return () => {
          current = false;
        };
      }, []);
      return part;
    },
  };
}
