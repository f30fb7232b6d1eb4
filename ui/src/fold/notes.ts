import type { Event, EventType } from 'mgx-client';
import type { Note, NoteType } from './view';

/** The events that get their own entry in the timeline, and its kind. Others are shown with their subject. */
const NOTE_TYPES: Partial<Record<EventType, NoteType>> = {
  TASK_START: 'start',
  LOG: 'log',
  MESSAGE: 'message',
  USER_MESSAGE: 'user',
  APPROVAL_REQUEST: 'approval',
  RESULT: 'result',
  ERROR: 'error',
  TASK_COMPLETE: 'complete',
  TASK_ERROR: 'failed',
  TASK_CANCELLED: 'cancelled',
};

/** Whether an event gets its own entry. A model call does not: its step shows it. */
export function isTold(event: Event): boolean {
  return event.event_type in NOTE_TYPES && !(event.event_type === 'LOG' && event.payload.status === 'calling');
}

export function noteOf(event: Event, execution: number | null): Note {
  const { payload } = event;
  const result = event.event_type === 'RESULT' ? payload.final_result : null;
  const unverified = result?.verified === false || (result?.uncovered ?? []).length > 0;
  const type = unverified ? 'unverified' : (NOTE_TYPES[event.event_type] ?? 'log');
  return {
    kind: 'note',
    key: `e${event.event_id}`,
    id: event.event_id,
    at: event.timestamp,
    role: event.agent_role,
    type: event.execution_result === null ? type : 'execution',
    visual: event.visual_type,
    message: payload.message,
    content: contentOf(event),
    filePath: event.file_path,
    diff: event.code_diff,
    execution: execution === null || execution < 0 ? null : execution,
  };
}

/** The task's first event has its requirement, which stands first. */
function contentOf({ event_id, event_type, payload }: Event): string | null {
  if (event_type === 'TASK_START') {
    return event_id === 1 && typeof payload.requirement === 'string' ? payload.requirement : null;
  }
  return typeof payload.content === 'string' && payload.content !== payload.message ? payload.content : null;
}
