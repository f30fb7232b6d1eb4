package dev.mgx.store;

import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the events of which a listener is told. */
final class Heard implements JournalListener {
    final AtomicInteger events = new AtomicInteger();

    @Override
    public void changed(String taskId, List<RecordedEvent> recorded, JournalHead head) {
        events.addAndGet(recorded.size());
    }

    @Override
    public void deleted(String taskId) {}
}
