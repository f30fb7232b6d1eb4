import type { TracedCheck } from '../wire/types';

/** A stretch of a requirement, and the checks that are from it. */
export interface Stretch {
  readonly text: string;
  readonly checks: readonly string[];
}

type Passage = Pick<TracedCheck, 'id' | 'sentence_start' | 'sentence_end'>;

/** The requirement cut wherever a sentence that a check is from begins or ends. */
export function stretches(requirement: string, checks: readonly Passage[]): Stretch[] {
  const points = Array.from(requirement); // offsets count code points
  const found = checks.flatMap(({ id, sentence_start: start, sentence_end: end }) =>
    start === null || end === null ? [] : [{ id, start, end }],
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
