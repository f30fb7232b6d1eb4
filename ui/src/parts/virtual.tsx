import type { ComponentChildren } from 'preact';
import { ArrowDown } from 'lucide-preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { Offsets } from './offsets';

/** How close to the end somebody must be to be taken along by it, in pixels. */
const AT_END = 48;
/** How much beyond the visible part is drawn, in pixels. */
const AHEAD = 600;

export interface VirtualProps<T> {
  rows: readonly T[];
  /** Rows with the same key are the same row; keys are unique. */
  keyOf: (row: T) => string;
  draw: (row: T) => ComponentChildren;
  /** What a row is about, in a feed. */
  nameOf?: (row: T) => string;
  estimate: number;
  label: string;
  class?: string;
  role?: 'feed' | 'log';
}

/**
 * A list of which only the visible part is drawn. It stays at its end while the reader is there; a reader who has
 * scrolled up keeps the place, and is told how much is new.
 */
export function Virtual<T>({ rows, keyOf, draw, nameOf, estimate, label, class: name = '', role = 'feed' }: VirtualProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const heights = useMemo(() => new Map<string, number>(), []);
  const offsets = useMemo(() => new Offsets(estimate), [estimate]);
  const place = useRef({ top: 0, height: 600, following: true });
  const seen = useRef(rows.length);

  const before = useRef<readonly T[]>([]);
  if (before.current !== rows) {
    const known = (index: number) => heights.get(keyOf(rows[index] as T));
    const same = grown(before.current, rows, keyOf);
    if (same && rows.length >= offsets.length) {
      offsets.grow(rows.length, known);
    } else {
      offsets.reset(rows.length, known);
    }
    before.current = rows;
  }

  const observer = useMemo(
    () =>
      new ResizeObserver((changes) => {
        let shift = 0;
        let changed = false;
        const first = offsets.at(place.current.top);
        for (const { target, borderBoxSize } of changes) {
          const row = target as HTMLElement;
          const index = Number(row.dataset.index);
          const key = row.dataset.key ?? '';
          const height = borderBoxSize[0]?.blockSize ?? row.offsetHeight;
          if (!row.isConnected || height === 0 || before.current[index] === undefined) {
            continue;
          }
          heights.set(key, height);
          const by = offsets.set(index, height);
          changed ||= by !== 0;
          shift += index < first ? by : 0;
        }
        if (changed) {
          if (shift !== 0 && !place.current.following && box.current) {
            box.current.scrollTop += shift; // what the reader looks at stays where it is
          }
          redraw(undefined);
        }
      }),
    [],
  );
  useEffect(() => () => observer.disconnect(), []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !place.current.following) {
      return;
    }
    const end = element.scrollHeight - element.clientHeight;
    if (element.scrollTop < place.current.top - AT_END && end - element.scrollTop >= AT_END) {
      // The reader has just scrolled up, and its event is still to come: it is not to be undone.
      place.current = { ...place.current, top: element.scrollTop, following: false };
      redraw(undefined);
    } else {
      element.scrollTop = end;
      place.current.top = end;
    }
  });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) {
      return undefined;
    }
    const resized = new ResizeObserver(() => {
      place.current.height = element.clientHeight;
      redraw(undefined);
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  const { top, height, following } = place.current;
  const total = offsets.total;
  const start = following ? Math.max(0, total - height) : Math.min(top, Math.max(0, total - height));
  const first = offsets.at(Math.max(0, start - AHEAD));
  const last = rows.length === 0 ? -1 : offsets.at(start + height + AHEAD);
  const shown = [];
  for (let index = first; index <= last; index++) {
    const row = rows[index] as T;
    shown.push(
      <Row
        key={keyOf(row)}
        id={keyOf(row)}
        index={index}
        top={offsets.before(index)}
        observer={observer}
        article={role === 'feed' ? rows.length : null}
        name={nameOf?.(row)}
      >
        {draw(row)}
      </Row>,
    );
  }
  if (following) {
    seen.current = rows.length;
  }
  const fresh = Math.max(0, rows.length - seen.current);
  return (
    <div class={`virtual ${name}`}>
      <div
        ref={box}
        class="virtual-box"
        tabIndex={0}
        role={role}
        aria-label={label}
        onScroll={(event) => {
          const element = event.currentTarget;
          const end = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END;
          place.current = { top: element.scrollTop, height: element.clientHeight, following: end };
          redraw(undefined);
        }}
      >
        <div class="virtual-all" style={{ height: `${total}px` }}>
          {shown}
        </div>
      </div>
      {!following && (
        <button
          type="button"
          class="button to-end"
          onClick={() => {
            place.current.following = true;
            redraw(undefined);
          }}
        >
          <ArrowDown size={16} aria-hidden />
          {fresh > 0 ? `${fresh} new` : 'Jump to latest'}
        </button>
      )}
    </div>
  );
}

function grown<T>(before: readonly T[], after: readonly T[], keyOf: (row: T) => string): boolean {
  if (before.length === 0 || after.length < before.length) {
    return false;
  }
  // Rows are only ever put in behind, or a fold changes many: a few looks tell which.
  for (let back = before.length - 1, step = 1; back >= 0; back -= step, step *= 2) {
    if (keyOf(before[back] as T) !== keyOf(after[back] as T)) {
      return false;
    }
  }
  return true;
}

interface RowProps {
  id: string;
  index: number;
  top: number;
  observer: ResizeObserver;
  /** Of how many it is one, where it is an article of a feed. */
  article: number | null;
  name: string | undefined;
  children: ComponentChildren;
}

function Row({ id, index, top, observer, article, name, children }: RowProps) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const row = element.current;
    if (!row) {
      return undefined;
    }
    observer.observe(row);
    return () => observer.unobserve(row);
  }, []);
  return (
    <div
      ref={element}
      class="virtual-row"
      role={article === null ? undefined : 'article'}
      aria-posinset={article === null ? undefined : index + 1}
      aria-setsize={article ?? undefined}
      aria-label={name}
      data-index={index}
      data-key={id}
      style={{ transform: `translateY(${top}px)` }}
    >
      {children}
    </div>
  );
}
