import type { TracedCheck } from 'mgx-client';

/** A stretch of a requirement, and the checks that are from it. */
export interface Stretch {
  readonly text: string;
  readonly checks: readonly string[];
}

type Passage = Pick<TracedCheck, 'id' | 'sentence_start' | 'sentence_end'>;

/** Inside of a word: a passage that ends there is drawn to the word's end. */
function inWord(points: readonly string[], at: number): boolean {
  return at > 0 && at < points.length && WORD.test(points[at - 1] ?? '') && WORD.test(points[at] ?? '');
}

const WORD = /[\p{L}\p{N}\p{M}]/u;
/** A script without blanks has no such ends. */
const WIDE = /[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function whole(points: readonly string[], from: number, step: 1 | -1): number {
  let at = from;
  while (inWord(points, at) && !WIDE.test(points[at] ?? '')) {
    at += step;
  }
  return at;
}

/** The requirement cut wherever a sentence that a check is from begins or ends, whole words together. */
export function stretches(requirement: string, checks: readonly Passage[]): Stretch[] {
  const points = Array.from(requirement); // offsets count code points
  const found = checks.flatMap(({ id, sentence_start: start, sentence_end: end }) =>
    start === null || end === null ? [] : [{ id, start: whole(points, start, -1), end: whole(points, end, 1) }],
  );
  const cuts = [...new Set([0, points.length, ...found.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, at) => {
    const from = cuts[at] ?? 0;
    return {
      text: points.slice(from, to).join(''),
      checks: found.filter(({ start, end }) => start <= from && to <= end).map(({ id }) => id),
    };
  });
}
