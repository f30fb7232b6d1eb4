import { Problem } from 'mgx-client';
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { Feed, Snapshot } from '../task/feed';

/** Hidden tabs paint no frames, but their title still matters: the longest wait for a frame. */
const NO_FRAME_MS = 250;

/** Runs something in the next frame, or a little later where none comes; answers how that is called off. */
function inNextFrame(run: () => void): () => void {
  const due = () => {
    callOff();
    run();
  };
  const frame = requestAnimationFrame(due);
  const timer = setTimeout(due, NO_FRAME_MS);
  const callOff = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return callOff;
}

/** What a feed knows, at most once a frame. */
export function useSnapshot(feed: Feed): Snapshot {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let callOff: (() => void) | null = null;
    const unsubscribe = feed.subscribe(() => {
      callOff ??= inNextFrame(() => {
        callOff = null;
        again(undefined);
      });
    });
    again(undefined);
    return () => {
      unsubscribe();
      callOff?.();
    };
  }, [feed]);
  return feed.current;
}

/** The current time, updated at an interval; paused while the tab is hidden. */
export function useNow(everyMs: number, running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) {
      return undefined;
    }
    setNow(Date.now());
    const timer = setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return now;
}

/** How soon it is tried again where the server can not be reached. */
const RETRY_MS = 2_000;

/**
 * What a promise gives, and again whenever `key` changes; what comes too late is dropped. That the server is away is told
 * elsewhere, and gone when it is back.
 */
export function useLoaded<T>(load: () => Promise<T>, key: string): { value: T | null; error: string | null } {
  const [loaded, setLoaded] = useState<{ value: T | null; error: string | null }>({ value: null, error: null });
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const failed = (why: unknown) => {
      if (current && why instanceof Problem && why.status === 0) {
        timer = setTimeout(attempt, RETRY_MS);
      } else if (current) {
        setLoaded({ value: null, error: why instanceof Error ? why.message : String(why) });
      }
    };
    const attempt = () => void latest.current().then((value) => current && setLoaded({ value, error: null }), failed);
    attempt();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [key]);
  return loaded;
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const changed = () => setHolds(list.matches);
    changed();
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, [query]);
  return holds;
}

/** A value that stays as it was until it has not changed for so long. */
export function useDelayed<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
