package dev.mgx.bench.delivery;

import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bare Netty server behind our journal: publishes what is committed of the tasks that it is told of. */
final class NettyFeed implements JournalListener, AutoCloseable {
    static final String NAME = "bare Netty behind the same journal";

    private final RawNetty netty = new RawNetty();
    private final Map<String, String> paths = new ConcurrentHashMap<>();

    int port() {
        return netty.port();
    }

    /** Publishes what comes of these tasks from now on, each at {@link #path}. */
    void open(List<Fence> tasks) {
        tasks.forEach(task -> paths.put(task.taskId(), path(task)));
    }

    static String path(Fence task) {
        return "/" + task.taskId();
    }

    /** Forgets all tasks. */
    void shut() {
        paths.values().forEach(netty::forget);
        paths.clear();
    }

    @Override
    public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
        String path = paths.get(taskId);
        if (path != null) {
            netty.publish(
                    path,
                    events.stream()
                            .map(event -> ServerFrames.eventMessage(event.json()))
                            .toList());
        }
    }

    @Override
    public void deleted(String taskId) {}

    @Override
    public void close() {
        netty.close();
    }
}
