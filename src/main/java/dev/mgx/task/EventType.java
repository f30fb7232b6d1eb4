package dev.mgx.task;

/** The type of an event; the names are those on the wire. */
public enum EventType {
    TASK_START,
    AGENT_START,
    AGENT_COMPLETE,
    LOG,
    MESSAGE,
    /** A piece of text as the model writes it; the {@link #MESSAGE} after it has the whole text. */
    MESSAGE_DELTA,
    USER_MESSAGE,
    APPROVAL_REQUEST,
    /** One line of output of a generated program. */
    EXECUTION_STREAM,
    RESULT,
    ERROR,
    TASK_COMPLETE,
    TASK_ERROR,
    TASK_CANCELLED;

    /** Whether an event of this type is the last one of its run. */
    public boolean endsRun() {
        return this == TASK_COMPLETE || this == TASK_ERROR || this == TASK_CANCELLED;
    }
}
