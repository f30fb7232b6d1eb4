import type { AcceptanceCheck, CheckStep } from 'mgx-client';

/** Changes a step of one check. What the check says in words no longer fits then, and is left out. */
export function withStep(
  checks: readonly AcceptanceCheck[],
  at: number,
  stepAt: number,
  change: Partial<CheckStep>,
): AcceptanceCheck[] {
  return checks.map((check, index) => {
    if (index !== at) {
      return check;
    }
    const { check: _, ...rest } = check;
    return { ...rest, steps: check.steps.map((step, each) => (each === stepAt ? { ...step, ...change } : step)) };
  });
}

export function without(checks: readonly AcceptanceCheck[], at: number): AcceptanceCheck[] {
  return checks.filter((_, index) => index !== at);
}

/** With a new check, whose id no other one has. */
export function withNew(checks: readonly AcceptanceCheck[]): AcceptanceCheck[] {
  const highest = Math.max(0, ...checks.map(({ id }) => Number(/^C(\d+)$/.exec(id)?.[1] ?? 0)));
  const steps = [{ run: '', input: '', output: '', exit_code: 0, files: [] }];
  return [...checks, { id: `C${highest + 1}`, quote: '', files: [], steps, self_reported: false }];
}

/** What keeps these checks from being sent, or null. */
export function flawOf(checks: readonly AcceptanceCheck[]): string | null {
  const empty = checks.find(({ steps }) => steps.some(({ run }) => (run ?? '').trim() === ''));
  return empty ? `${empty.id} has no command` : null;
}

/** A check as the server takes it: nothing beside its own fields. */
export function sent({ id, quote, check, files, steps, self_reported }: AcceptanceCheck): AcceptanceCheck {
  return {
    id,
    quote: quote ?? '',
    ...(check ? { check } : {}),
    files: files ?? [],
    steps: steps.map((step) => ({
      run: step.run,
      input: step.input ?? '',
      output: step.output ?? null,
      exit_code: step.exit_code ?? 0,
      files: step.files ?? [],
    })),
    self_reported: self_reported ?? false,
  };
}
