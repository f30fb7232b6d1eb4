import { useCallback, useState } from 'preact/hooks';

/**
 * A value that survives leaving the view, going back and reloading, for as long as the tab is open: what a person has typed
 * and not sent. Where the browser keeps nothing it lasts as long as its component.
 */
export function useStored<T>(key: string, initial: T): [T, (value: T) => void] {
  const [kept, setKept] = useState(() => ({ key, value: read(key, initial) }));
  const current = kept.key === key ? kept.value : read(key, initial);
  const keep = useCallback(
    (value: T) => {
      write(key, JSON.stringify(value) === JSON.stringify(initial) ? null : value);
      setKept({ key, value });
    },
    [key],
  );
  return [current, keep];
}

/** Whether something is kept under this key. */
export function isStored(key: string): boolean {
  return read<unknown>(key, null) !== null;
}

function read<T>(key: string, initial: T): T {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? initial : (JSON.parse(text) as T);
  } catch {
    return initial;
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) {
      sessionStorage.removeItem(key);
    } else {
      sessionStorage.setItem(key, JSON.stringify(value));
    }
  } catch {
    // Full or forbidden: the component still has it.
  }
}
