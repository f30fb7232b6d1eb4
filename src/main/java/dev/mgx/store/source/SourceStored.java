package dev.mgx.store.source;

/** What became of an existing project that was sent for a task. */
public sealed interface SourceStored {
    /** It is kept. */
    record Kept(TaskSource source) implements SourceStored {}

    /** The task changes no existing project. */
    record NotWanted() implements SourceStored {}

    /** The task is queued, or has run. */
    record TooLate() implements SourceStored {}

    /** There is no such task, or it was deleted meanwhile. */
    record UnknownTask() implements SourceStored {}
}
