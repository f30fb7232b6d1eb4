import { ERROR_TYPES, type ErrorType, type Event, isTerminal, type Status, type Usage } from 'mgx-client';
import type { Standing } from './view';

/** The standing after an event: the server's own rules, see `StateFold`. */
export function stand(before: Standing, event: Event): Standing {
  return detailed(event.event_type === 'TASK_START' ? started(before, event) : ended(before, event), event);
}

function started(before: Standing, event: Event): Standing {
  return {
    ...before,
    status: 'RUNNING',
    progress: 0,
    startedAt: event.timestamp,
    completedAt: null,
    errorMessage: null,
    errorType: null,
    finalResult: null,
    run: before.run + 1,
    attempt: 1,
    simulated: event.payload.simulated === true,
    model: event.payload.model ?? null,
    waitingFor: null,
    allowedSeconds: event.payload.max_duration_seconds ?? null,
    waitedMs: 0,
  };
}

const ENDINGS: Partial<Record<Event['event_type'], Status>> = {
  TASK_COMPLETE: 'SUCCEEDED',
  TASK_ERROR: 'FAILED',
  TASK_CANCELLED: 'CANCELLED',
};

function ended(before: Standing, event: Event): Standing {
  switch (event.event_type) {
    case 'RESULT':
      return { ...before, finalResult: event.payload.final_result ?? null };
    case 'ERROR':
      return { ...failed(before, event), finalResult: event.payload.final_result ?? null };
    case 'TASK_COMPLETE':
    case 'TASK_ERROR':
    case 'TASK_CANCELLED':
      return {
        ...(event.event_type === 'TASK_ERROR' ? failed(before, event) : before),
        status: ENDINGS[event.event_type] ?? before.status,
        progress: event.event_type === 'TASK_COMPLETE' ? 1 : before.progress,
        completedAt: event.timestamp,
        waitingFor: null,
      };
    default:
      return before;
  }
}

function failed(before: Standing, { payload }: Event): Standing {
  return { ...before, errorMessage: payload.message, errorType: errorType(payload.error_type) ?? before.errorType };
}

/** The type of this name; undefined for those that earlier versions recorded. */
function errorType(name: unknown): ErrorType | undefined {
  return ERROR_TYPES.find(type => type === name);
}

function detailed(standing: Standing, event: Event): Standing {
  const { payload } = event;
  const spoken = event.event_type !== 'MESSAGE_DELTA' && event.event_type !== 'EXECUTION_STREAM';
  const says = spoken && payload.message.trim() !== '' && payload.message !== standing.lastMessage;
  const rises = typeof payload.progress === 'number' && payload.progress > standing.progress;
  // The attempts of a model call are numbered too; those of the run come with its resumption.
  const takenOver = payload.status === 'resumed' ? payload.attempt : undefined;
  return {
    ...standing,
    lastMessage: says ? payload.message : standing.lastMessage,
    progress: rises ? Math.min(1, payload.progress ?? 0) : standing.progress,
    attempt: takenOver ?? standing.attempt,
    usage: payload.usage ? sum(standing.usage, payload.usage) : standing.usage,
    waitingFor: payload.waiting_for === undefined ? standing.waitingFor : payload.waiting_for,
    waitedMs: standing.waitedMs + uncounted(standing, event),
    lastAt: event.timestamp,
  };
}

/** How much before this event does not count as run time. */
function uncounted(standing: Standing, event: Event): number {
  const { waitingFor, lastAt } = standing;
  if (waitingFor !== null && event.payload.waiting_for === null) {
    return Math.max(0, Date.parse(event.timestamp) - Date.parse(waitingFor.since));
  }
  const tookOver = event.payload.status === 'resumed' && event.payload.attempt !== undefined;
  return tookOver && waitingFor === null && lastAt !== null ? Date.parse(event.timestamp) - Date.parse(lastAt) : 0;
}

export function sum(a: Usage, b: Usage): Usage {
  return {
    input_tokens: a.input_tokens + b.input_tokens,
    output_tokens: a.output_tokens + b.output_tokens,
    cost_usd: a.cost_usd + b.cost_usd,
    llm_calls: a.llm_calls + b.llm_calls,
  };
}

export function over(standing: Standing): boolean {
  return isTerminal(standing.status);
}
