package dev.mgx.store.journal;

import dev.mgx.store.sql.Readers;
import dev.mgx.store.task.Page;
import dev.mgx.task.EventType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads events back from the database. Thread-safe; every call blocks on it. */
final class EventRows {
    /** What is left of a deleted task is not there for anybody; parameters: the task, the task. */
    private static final String OF_TASK = "FROM event WHERE EXISTS (SELECT 1 FROM task WHERE id = ?) AND task_id = ?";

    private final Readers readers;

    EventRows(Readers readers) {
        this.readers = readers;
    }

    /** At most {@code limit} events after {@code sinceEventId}, in order. */
    List<RecordedEvent> after(String taskId, long sinceEventId, int limit) {
        return readers.read(sql -> sql.list(
                RecordedEvent::read,
                "SELECT seq, type, body, state " + OF_TASK + " AND seq > ? ORDER BY seq LIMIT ?",
                taskId,
                taskId,
                sinceEventId,
                limit));
    }

    /** What an event takes in memory, before it is read. */
    private record Size(long seq, long bytes) {}

    /**
     * The next events after {@code sinceEventId}, in order, but for those of some types: at most {@code limit}, and
     * about {@code maxBytes} of JSON, but one where there is any.
     */
    List<RecordedEvent> after(String taskId, long sinceEventId, int limit, int maxBytes, Set<EventType> without) {
        return readers.read(sql -> {
            String wanted = OF_TASK + " AND seq > ?" + excluding(without);
            List<Size> sizes = sql.list(
                    row -> new Size(row.getLong(1), row.getLong(2)),
                    "SELECT seq, OCTET_LENGTH(body) + COALESCE(OCTET_LENGTH(state), 0) " + wanted
                            + " ORDER BY seq LIMIT ?",
                    taskId,
                    taskId,
                    sinceEventId,
                    limit);
            return sql.list(
                    RecordedEvent::read,
                    "SELECT seq, type, body, state " + wanted + " AND seq <= ? ORDER BY seq",
                    taskId,
                    taskId,
                    sinceEventId,
                    lastThatFits(sizes, maxBytes, sinceEventId));
        });
    }

    private static long lastThatFits(List<Size> sizes, int maxBytes, long since) {
        long last = since;
        long taken = 0;
        for (Size size : sizes) {
            taken += size.bytes();
            if (last > since && taken > maxBytes) {
                break;
            }
            last = size.seq();
        }
        return last;
    }

    /** Some of the events up to the event {@code last}, but for those of some types: {@code limit} after the first {@code offset}. */
    Page<RecordedEvent> page(String taskId, long last, Set<EventType> without, int offset, int limit) {
        String wanted = OF_TASK + " AND seq <= ?" + excluding(without);
        return readers.read(sql -> new Page<>(
                sql.list(
                        RecordedEvent::read,
                        "SELECT seq, type, body, state " + wanted + " ORDER BY seq LIMIT ? OFFSET ?",
                        taskId,
                        taskId,
                        last,
                        limit,
                        offset),
                sql.number("SELECT COUNT(*) " + wanted, taskId, taskId, last)));
    }

    private static String excluding(Set<EventType> types) {
        return types.stream().map(type -> " AND type <> '" + type.name() + "'").collect(Collectors.joining());
    }
}
