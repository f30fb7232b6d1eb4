import type { AcceptanceCheck, Event } from 'mgx-client';
import { callAfter } from './calls';
import { beginsExecution, outcomeOf } from './executions';
import { isTold, noteOf } from './notes';
import { stand, sum } from './standing';
import type { Entry, Execution, Note, OutputLine, Standing, Step, TaskView } from './view';

/** An event is missing in between: what comes next cannot be understood. */
export class Gap extends Error {}

/** More of an unfinished answer than anybody reads. */
const MAX_DRAFT = 64 * 1024;

/**
 * The view after these events, which come in order. Pure. What was seen before is passed over.
 *
 * @throws Gap when an event is missing
 */
export function fold(view: TaskView, events: readonly Event[]): TaskView {
  const folding = new Folding(view);
  for (const event of events) {
    if (event.event_id <= folding.lastEventId) {
      continue;
    }
    if (event.event_id !== folding.lastEventId + 1) {
      throw new Gap(`event ${event.event_id} came after ${folding.lastEventId}`);
    }
    folding.take(event);
  }
  return folding.view();
}

type Open<T> = { -readonly [K in keyof T]: T[K] };
type OpenStep = Open<Step> & { notes: Note[] };
type OpenExecution = Open<Execution> & { lines: OutputLine[] };

/** A view opened up for one batch. What it changes it copies first, once. */
class Folding {
  lastEventId: number;
  private standing: Standing;
  private filesWritten: number;
  private planChecks: readonly AcceptanceCheck[];
  private readonly entries: Entry[];
  private readonly executions: Execution[];
  private steps: Map<string, number>;
  private readonly openSteps = new Map<number, OpenStep>();
  private readonly openExecutions = new Map<number, OpenExecution>();

  constructor(private readonly before: TaskView) {
    this.lastEventId = before.lastEventId;
    this.standing = before.standing;
    this.filesWritten = before.filesWritten;
    this.planChecks = before.planChecks;
    this.entries = before.entries.slice();
    this.executions = before.executions.slice();
    this.steps = new Map(before.steps);
  }

  view(): TaskView {
    if (this.lastEventId === this.before.lastEventId) {
      return this.before;
    }
    const { lastEventId, standing, entries, executions, filesWritten, planChecks, steps } = this;
    return { lastEventId, standing, entries, executions, filesWritten, planChecks, steps };
  }

  take(event: Event): void {
    this.lastEventId = event.event_id;
    this.standing = stand(this.standing, event);
    if (event.event_type === 'TASK_START') {
      this.steps = new Map();
      this.planChecks = [];
    } else if (event.event_type === 'APPROVAL_REQUEST') {
      this.planChecks = event.payload.checks ?? [];
    } else if (event.payload.status === 'resumed' && event.payload.step === undefined) {
      this.cutWorking(event.timestamp);
    }
    const step = this.stepOf(event);
    if (step) {
      step.call = callAfter(step.call, event);
    }
    if (event.event_type === 'EXECUTION_STREAM') {
      this.line(event);
    } else if (event.event_type === 'MESSAGE_DELTA') {
      if (step) {
        const part = event.payload.thought === true ? 'thoughts' : 'draft';
        step[part] = (step[part] + (event.payload.content ?? event.payload.message)).slice(-MAX_DRAFT);
      }
    } else {
      this.note(event, step);
    }
    if (event.event_type in RUN_ENDS) {
      this.cutWorking(event.timestamp);
    }
  }

  private note(event: Event, step: OpenStep | null): void {
    if (beginsExecution(event)) {
      this.executions.push({
        step: event.payload.step ?? '',
        run: this.standing.run,
        firstId: event.event_id,
        startedAt: event.timestamp,
        command: event.payload.message.replace(/^Running /, ''),
        isolation: event.payload.isolation ?? null,
        lines: [],
        outcome: null,
      });
    }
    if (event.execution_result !== null) {
      this.executionOf(event).outcome = outcomeOf(event);
    }
    if (event.file_path !== null && (event.visual_type === 'CODE' || event.visual_type === 'DIFF')) {
      this.filesWritten++;
    }
    if (step) {
      this.within(step, event);
    } else if (isTold(event)) {
      this.entries.push(noteOf(event, this.executionIndex(event)));
    }
  }

  private within(step: OpenStep, event: Event): void {
    step.draft = '';
    if (event.event_type === 'AGENT_COMPLETE' || event.execution_result !== null) {
      step.phase = 'done';
      step.endedAt = event.timestamp;
    }
    if (event.execution_result !== null) {
      const { passed, message } = outcomeOf(event);
      step.outcome = { passed, message };
    }
    if (event.payload.usage) {
      step.usage = step.usage ? sum(step.usage, event.payload.usage) : event.payload.usage;
    }
    if (isTold(event)) {
      step.notes.push(noteOf(event, this.executionIndex(event)));
    }
  }

  /** The step that an event belongs to, opened; null for an event of the task's own. */
  private stepOf(event: Event): OpenStep | null {
    const { step: name, try: tryNumber = 1 } = event.payload;
    if (name === undefined || (event.agent_role === null && !this.steps.has(name))) {
      return null;
    }
    const at = this.steps.get(name);
    const known = at === undefined ? undefined : this.opened(at);
    if (known && known.tryNumber === tryNumber) {
      return known;
    }
    if (known) {
      known.superseded = true;
      known.phase = known.phase === 'working' ? 'cut' : known.phase;
      known.endedAt ??= event.timestamp;
      known.draft = '';
      known.call = null;
    }
    return this.begin(event, name, tryNumber, known);
  }

  private begin(event: Event, name: string, tryNumber: number, before: Step | undefined): OpenStep {
    const step: OpenStep = {
      kind: 'step',
      key: `${this.standing.run}/${name}/${tryNumber}`,
      name,
      run: this.standing.run,
      tryNumber,
      role: event.agent_role ?? before?.role ?? null,
      title: before?.title ?? event.payload.message,
      filePath: event.file_path ?? before?.filePath ?? null,
      firstId: event.event_id,
      startedAt: event.timestamp,
      endedAt: null,
      phase: 'working',
      superseded: false,
      notes: [],
      draft: '',
      thoughts: '',
      call: null,
      outcome: null,
      usage: null,
    };
    this.steps.set(name, this.entries.length);
    this.openSteps.set(this.entries.length, step);
    this.entries.push(step);
    return step;
  }

  private opened(at: number): OpenStep | undefined {
    const open = this.openSteps.get(at);
    if (open) {
      return open;
    }
    const entry = this.entries[at];
    if (entry?.kind !== 'step') {
      return undefined;
    }
    const copy: OpenStep = { ...entry, notes: entry.notes.slice() };
    this.openSteps.set(at, copy);
    this.entries[at] = copy;
    return copy;
  }

  private cutWorking(at: string): void {
    for (const index of this.steps.values()) {
      const entry = this.entries[index];
      if (entry?.kind === 'step' && entry.phase === 'working') {
        const step = this.opened(index);
        if (step) {
          step.phase = 'cut';
          step.endedAt = at;
          step.draft = '';
          step.call = null;
        }
      }
    }
  }

  private line(event: Event): void {
    const { line, message, stream_type } = event.payload;
    this.executionOf(event).lines.push({ error: stream_type === 'stderr', text: line ?? message });
  }

  private executionIndex(event: Event): number | null {
    return beginsExecution(event) || event.execution_result !== null ? this.latestOf(event.payload.step ?? '') : null;
  }

  private latestOf(step: string): number {
    for (let at = this.executions.length - 1; at >= 0; at--) {
      const known = this.executions[at];
      if (known?.run === this.standing.run && known.step === step) {
        return at;
      }
    }
    return -1;
  }

  /** The execution that an event is about, opened; one without a beginning gets one. */
  private executionOf(event: Event): OpenExecution {
    const step = event.payload.step ?? '';
    let at = this.latestOf(step);
    if (at < 0) {
      at = this.executions.length;
      const command = event.payload.execution?.command ?? event.file_path ?? 'a program';
      this.executions.push({
        step,
        run: this.standing.run,
        firstId: event.event_id,
        startedAt: event.timestamp,
        command,
        isolation: null,
        lines: [],
        outcome: null,
      });
    }
    return this.openedExecution(at);
  }

  private openedExecution(at: number): OpenExecution {
    const open = this.openExecutions.get(at);
    if (open) {
      return open;
    }
    const known = this.executions[at] as Execution;
    const copy: OpenExecution = { ...known, lines: known.lines.slice() };
    this.openExecutions.set(at, copy);
    this.executions[at] = copy;
    return copy;
  }
}

const RUN_ENDS: Partial<Record<Event['event_type'], true>> = {
  TASK_COMPLETE: true,
  TASK_ERROR: true,
  TASK_CANCELLED: true,
};
