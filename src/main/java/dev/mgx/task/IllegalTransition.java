package dev.mgx.task;

/** An event that may not follow the events recorded before it. Always a bug, never caused by a user. */
public final class IllegalTransition extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalTransition(TaskState state, Event event) {
        super("Task %s is %s after event %d: event %d of task %s, %s, may not follow"
                .formatted(
                        state.taskId(),
                        state.status(),
                        state.lastEventId(),
                        event.eventId(),
                        event.taskId(),
                        event.eventType()));
    }
}
