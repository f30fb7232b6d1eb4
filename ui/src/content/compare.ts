import { createTwoFilesPatch, parsePatch } from 'diff';

/** A line of a diff, with its number before and after. */
export interface Line {
  kind: 'same' | 'added' | 'removed' | 'hunk';
  text: string;
  before: number | null;
  after: number | null;
}

/** The lines of a unified diff; null for what is none. */
export function linesOf(unified: string): Line[] | null {
  let patches;
  try {
    patches = parsePatch(unified);
  } catch {
    return null;
  }
  const lines: Line[] = [];
  for (const hunk of patches.flatMap((patch) => patch.hunks)) {
    let before = hunk.oldStart;
    let after = hunk.newStart;
    const [first, length] = hunk.newLines === 0 ? [before, hunk.oldLines] : [after, hunk.newLines];
    lines.push({ kind: 'hunk', text: `Lines ${first} to ${first + Math.max(0, length - 1)}`, before: null, after: null });
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('+')) {
        lines.push({ kind: 'added', text, before: null, after: after++ });
      } else if (line.startsWith('-')) {
        lines.push({ kind: 'removed', text, before: before++, after: null });
      } else if (line.startsWith(' ')) {
        lines.push({ kind: 'same', text, before: before++, after: after++ });
      }
    }
  }
  return lines;
}

/** Texts that take longer to compare differ too much for it to be of use. */
const PATIENCE_MS = 1_000;

/** The unified diff between two texts, empty when they are the same; null when that takes too long. */
export function unifiedDiff(path: string, before: string, after: string): string | null {
  if (before === after) {
    return '';
  }
  return createTwoFilesPatch(path, path, before, after, '', '', { context: 4, timeout: PATIENCE_MS }) ?? null;
}
