import type { AcceptanceCheck, CheckResult, ErrorType, FinalResult, Status, Usage, VisualType, WaitingFor } from 'mgx-client';
import type { Call } from './calls';

/** The state of the page folded from a task's events. Immutable: {@link fold} returns new values. */
export interface TaskView {
  readonly lastEventId: number;
  readonly standing: Standing;
  /** Everything in the timeline, in the order in which it began. */
  readonly entries: readonly Entry[];
  /** The programs that were run in the sandbox, the oldest first. */
  readonly executions: readonly Execution[];
  /** Rises whenever a file was written. */
  readonly filesWritten: number;
  /** The checks of the latest plan that somebody was asked to approve in this run. */
  readonly planChecks: readonly AcceptanceCheck[];
  /** Where in `entries` the latest try of each step of the latest run is. */
  readonly steps: ReadonlyMap<string, number>;
}

/** How the task stands: the same fold as the server's. */
export interface Standing {
  readonly status: Status;
  readonly progress: number;
  readonly lastMessage: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly errorMessage: string | null;
  readonly errorType: ErrorType | null;
  readonly finalResult: FinalResult | null;
  readonly run: number;
  readonly attempt: number;
  readonly simulated: boolean;
  readonly model: string | null;
  readonly usage: Usage;
  readonly waitingFor: WaitingFor | null;
  /** How long the run may take; null where its start does not say. */
  readonly allowedSeconds: number | null;
  /** What does not count of the time since the start: waits for a person, and time without a server. */
  readonly waitedMs: number;
  /** When the last event was. */
  readonly lastAt: string | null;
}

/** What stands in the timeline: a step of an agent's, or something of the task's own. */
export type Entry = Step | Note;

export interface Step {
  readonly kind: 'step';
  /** Unique in the task. */
  readonly key: string;
  readonly name: string;
  readonly run: number;
  readonly tryNumber: number;
  readonly role: string | null;
  /** What it does, in the words of its first event. */
  readonly title: string;
  readonly filePath: string | null;
  readonly firstId: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** `cut`: its run ended or its try was abandoned before it finished. */
  readonly phase: 'working' | 'done' | 'cut';
  /** A later try took its place. */
  readonly superseded: boolean;
  readonly notes: readonly Note[];
  /** What the model has written of an answer that is not whole yet; empty otherwise. */
  readonly draft: string;
  /** The end of what the model has thought, which is no part of an answer. */
  readonly thoughts: string;
  /** The model call that is under way. */
  readonly call: Call | null;
  /** What came of the program that it ran; null where it ran none, or it still runs. */
  readonly outcome: { readonly passed: boolean; readonly message: string } | null;
  readonly usage: Usage | null;
}

export interface Note {
  readonly kind: 'note';
  readonly key: string;
  readonly id: number;
  readonly at: string;
  readonly role: string | null;
  readonly type: NoteType;
  readonly visual: VisualType | null;
  readonly message: string;
  readonly content: string | null;
  readonly filePath: string | null;
  readonly diff: string | null;
  /** Where in the view's `executions` the run is that this is about. */
  readonly execution: number | null;
}

export type NoteType =
  | 'start'
  | 'log'
  | 'message'
  | 'user'
  | 'approval'
  | 'execution'
  | 'result'
  | 'unverified'
  | 'error'
  | 'complete'
  | 'failed'
  | 'cancelled';

/** One run of a program in the sandbox. */
export interface Execution {
  readonly step: string;
  readonly run: number;
  readonly firstId: number;
  readonly startedAt: string;
  readonly command: string;
  readonly isolation: string | null;
  readonly lines: readonly OutputLine[];
  /** Null while it runs. */
  readonly outcome: ExecutionOutcome | null;
}

export interface OutputLine {
  readonly error: boolean;
  readonly text: string;
}

export interface ExecutionOutcome {
  /** The event that says how it ended. */
  readonly eventId: number;
  readonly exitCode: number | null;
  readonly durationMs: number | null;
  readonly truncated: boolean;
  readonly passed: boolean;
  readonly message: string;
  /** What came of each check; empty where the program was no test. */
  readonly results: readonly CheckResult[];
}

const NO_USAGE: Usage = { input_tokens: 0, output_tokens: 0, cost_usd: 0, llm_calls: 0 };

/** The view of a task without events. */
export const EMPTY: TaskView = {
  lastEventId: 0,
  standing: {
    status: 'PENDING',
    progress: 0,
    lastMessage: null,
    startedAt: null,
    completedAt: null,
    errorMessage: null,
    errorType: null,
    finalResult: null,
    run: 0,
    attempt: 0,
    simulated: false,
    model: null,
    usage: NO_USAGE,
    waitingFor: null,
    allowedSeconds: null,
    waitedMs: 0,
    lastAt: null,
  },
  entries: [],
  executions: [],
  filesWritten: 0,
  planChecks: [],
  steps: new Map(),
};

/** The roles at work: more than one while files are written side by side. */
export function working(view: TaskView): readonly Step[] {
  const steps: Step[] = [];
  for (const at of view.steps.values()) {
    const entry = view.entries[at];
    if (entry?.kind === 'step' && entry.phase === 'working') {
      steps.push(entry);
    }
  }
  return steps;
}
