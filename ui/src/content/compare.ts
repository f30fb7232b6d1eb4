import { createTwoFilesPatch } from 'diff';

/** Texts that take longer to compare differ too much for it to be of use. */
const PATIENCE_MS = 1_000;

/** The unified diff between two texts, empty when they are the same; null when that takes too long. */
export function unifiedDiff(path: string, before: string, after: string): string | null {
  if (before === after) {
    return '';
  }
  return createTwoFilesPatch(path, path, before, after, '', '', { context: 4, timeout: PATIENCE_MS }) ?? null;
}
