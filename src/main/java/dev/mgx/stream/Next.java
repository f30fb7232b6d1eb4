package dev.mgx.stream;

import dev.mgx.store.journal.JournalHead;
import java.util.List;

/** What a cursor has for its watcher now. */
public sealed interface Next {

    /** Events to deliver, in order; where one leads to a state, that is in its bytes. */
    record Events(List<EventFrame> events) implements Next {}

    /** The next events are not in memory: {@link Cursor#load} fetches them. */
    record Behind() implements Next {}

    /** Nothing yet; the cursor's {@code wake} will be called. */
    record Idle() implements Next {}

    /** All events are delivered, and the task has another place in the queue than its watcher was told. */
    record Moved(JournalHead head) implements Next {}

    /** Everything is delivered and nothing more is to come; the state of {@code head} is the last word. */
    record Ended(JournalHead head) implements Next {}

    /** The task is gone. */
    record Deleted() implements Next {}
}
