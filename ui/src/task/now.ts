import { isTerminal, type Status, type Usage } from '../wire/types';
import type { Snapshot } from './feed';

/** The task's current status, while its history may still be loading. */
export interface Now {
  readonly status: Status;
  readonly progress: number;
  readonly usage: Usage;
  /** The place in the queue, or null. */
  readonly queued: number | null;
  /** Nothing is running or queued. */
  readonly over: boolean;
}

/** From the fold once it has caught up, from the server until then; the queue position is in no event. */
export function now({ view, state }: Snapshot): Now {
  const { standing } = view;
  const behind = state !== null && state.last_event_id > view.lastEventId;
  const queued = state !== null && state.last_event_id >= view.lastEventId ? state.queue_position : null;
  const status = queued !== null ? 'PENDING' : behind || standing.run === 0 ? (state?.status ?? standing.status) : standing.status;
  return {
    status,
    progress: behind ? state.progress : standing.progress,
    usage: behind ? state.usage : standing.usage,
    queued,
    over: isTerminal(status) && queued === null,
  };
}
