import type { ErrorType } from 'mgx-client';

interface Failure {
  readonly label: string;
  /** What helps, as a sentence. */
  readonly advice: string;
}

/** Why a run failed in a few words, and what helps. */
export const FAILURES: Record<ErrorType, Failure> = {
  deadline: { label: 'Out of time', advice: 'Resume it with a larger time limit.' },
  budget: { label: 'Out of budget', advice: 'Resume it with a larger budget.' },
  checks_failed: { label: 'Checks failed', advice: 'Say what is wrong, or resume it with another model.' },
  plan_refused: { label: 'Plan not approved', advice: 'Run it again, with what the requirement was missing.' },
  model_unreachable: { label: 'Model not reached', advice: 'Resume it later; mgx doctor says whether the model answers.' },
  model_refused: { label: 'Model refused', advice: 'Resume it with another model, or give the server another key.' },
  sandbox: { label: 'Sandbox failed', advice: 'mgx doctor on the server says what the sandbox is missing.' },
  storage: { label: 'Storage failed', advice: 'The server’s log says why; resume it when that is mended.' },
  internal: { label: 'Internal error', advice: 'The server’s log says more; resume it to try the step again.' },
};
