import { type ErrorType, type FinalResult, isTerminal, type Status, type Usage } from 'mgx-client';
import type { Snapshot } from './feed';

/** The task's current state, while its history may still be loading. */
export interface Now {
  /** Null until the server has said it. */
  readonly status: Status | null;
  readonly progress: number;
  readonly usage: Usage;
  readonly run: number;
  readonly simulated: boolean;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly errorMessage: string | null;
  readonly errorType: ErrorType | null;
  readonly finalResult: FinalResult | null;
  /** The place in the queue, or null. */
  readonly queued: number | null;
  /** Nothing is running or queued. */
  readonly over: boolean;
  /** The history is not all there: what only events say is not known. */
  readonly behind: boolean;
}

/** From the fold once it has caught up, from the server until then; the queue position is in no event. */
export function now({ view, state }: Snapshot): Now {
  const { standing } = view;
  if (state !== null && (state.last_event_id > view.lastEventId || standing.run === 0)) {
    const queued = state.queue_position;
    return {
      status: queued !== null ? 'PENDING' : state.status,
      progress: state.progress,
      usage: state.usage,
      run: state.run,
      simulated: state.simulated,
      startedAt: state.started_at,
      completedAt: state.completed_at,
      errorMessage: state.error_message,
      errorType: state.error_type,
      finalResult: state.final_result,
      queued,
      over: isTerminal(state.status) && queued === null,
      behind: state.last_event_id > view.lastEventId,
    };
  }
  const queued = state !== null && state.last_event_id === view.lastEventId ? state.queue_position : null;
  const status = state === null ? null : queued !== null ? 'PENDING' : standing.status;
  return { ...standing, status, queued, over: status !== null && isTerminal(status) && queued === null, behind: state === null };
}
