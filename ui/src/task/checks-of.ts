import type { Execution } from '../fold/view';

/** An acceptance check, with the sentence of the requirement that it is from. */
export interface Check {
  readonly id: string;
  readonly sentence: string;
  readonly check: string;
}

/** What a project says about itself in its manifest. */
export interface Manifest {
  readonly checks: readonly Check[];
  readonly testFile: string;
}

export type Verdict = 'passed' | 'failed' | 'unknown';

/** Where the manifest of a project is. */
export const MANIFEST = 'mgx.json';

/** The manifest in a text; null for what is none. */
export function manifestOf(text: string): Manifest | null {
  try {
    const { checks, test_file } = JSON.parse(text) as { checks?: unknown; test_file?: unknown };
    if (Array.isArray(checks)) {
      return {
        checks: checks.map((each: Partial<Record<keyof Check, unknown>>) => ({
          id: String(each.id ?? ''),
          sentence: String(each.sentence ?? ''),
          check: String(each.check ?? ''),
        })),
        testFile: typeof test_file === 'string' ? test_file : '',
      };
    }
  } catch {
    // A person may have changed it: then there is nothing to show.
  }
  return null;
}

const VERDICT = /^\s*(PASS|FAIL) (C\d{1,3})\b/;

/** What a run of the tests said about each check: passed only when it never failed. */
export function verdicts(execution: Execution | undefined): Map<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const line of execution?.lines ?? []) {
    const [, word, id] = VERDICT.exec(line.text) ?? [];
    if (id !== undefined && found.get(id) !== 'failed') {
      found.set(id, word === 'PASS' ? 'passed' : 'failed');
    }
  }
  return found;
}

/** A stretch of a requirement, and the checks that are from it. */
export interface Stretch {
  readonly text: string;
  readonly checks: readonly string[];
}

/** The requirement cut at the sentences that checks are from. */
export function stretches(requirement: string, checks: readonly Check[]): Stretch[] {
  const found = new Map<number, { end: number; ids: string[] }>();
  for (const check of checks) {
    const at = check.sentence.trim() === '' ? -1 : requirement.indexOf(check.sentence.trim());
    if (at >= 0) {
      const end = at + check.sentence.trim().length;
      const same = found.get(at);
      found.set(at, { end: Math.max(end, same?.end ?? 0), ids: [...(same?.ids ?? []), check.id] });
    }
  }
  const result: Stretch[] = [];
  let from = 0;
  for (const [at, { end, ids }] of [...found].sort((a, b) => a[0] - b[0])) {
    if (at >= from) {
      if (at > from) {
        result.push({ text: requirement.slice(from, at), checks: [] });
      }
      result.push({ text: requirement.slice(at, end), checks: ids });
      from = end;
    }
  }
  if (from < requirement.length) {
    result.push({ text: requirement.slice(from), checks: [] });
  }
  return result;
}
