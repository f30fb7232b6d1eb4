package dev.mgx.faults;

import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Falls open when the first run of a store is over. */
final class FirstEnd implements JournalListener {
    private final CountDownLatch over = new CountDownLatch(1);

    private FirstEnd() {}

    static CountDownLatch of(Store store) {
        FirstEnd end = new FirstEnd();
        store.journal().listen(end);
        return end.over;
    }

    @Override
    public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
        if (head.over()) {
            over.countDown();
        }
    }

    @Override
    public void deleted(String taskId) {}
}
