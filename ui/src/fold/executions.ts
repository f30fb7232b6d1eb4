import type { Event } from 'mgx-client';
import type { ExecutionOutcome } from './view';

/** Whether this says that a program is about to be run. */
export function beginsExecution(event: Event): boolean {
  return event.event_type === 'LOG' && event.payload.isolation !== undefined;
}

export function outcomeOf(event: Event): ExecutionOutcome {
  const details = event.payload.execution ?? {};
  return {
    eventId: event.event_id,
    exitCode: details.exit_code ?? null,
    durationMs: details.duration_ms ?? null,
    truncated: details.truncated ?? false,
    passed: details.passed ?? false,
    message: event.payload.message,
    results: details.results ?? [],
  };
}
