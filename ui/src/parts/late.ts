import { useEffect, useReducer } from 'preact/hooks';

/** A part of the page's script that is not loaded with it. */
export interface Late<T> {
  /** Loads it in a while, so that it is there when it is needed and takes no time from what is shown first. */
  loadLater(): void;
  /** The part, which is loaded if it is not there; null until then. */
  use(): T | null;
}

const LATER_MS = 1_500;

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
    loadLater: () => void setTimeout(load, LATER_MS),
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
