package dev.mgx.store;

import dev.mgx.store.sql.Readers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The stored steps of runs. Thread-safe; every call blocks on the database. */
public final class Steps {
    private final Readers readers;

    Steps(Readers readers) {
        this.readers = readers;
    }

    /**
     * A step that was started.
     *
     * @param tries how many attempts were started
     * @param resultJson its result, or null while it has none
     */
    public record Known(int tries, @Nullable String resultJson) {}

    public Optional<Known> find(String taskId, int run, String name) {
        return readers.read(sql -> sql.first(
                row -> new Known(row.getInt("tries"), row.getStringOrNull("result")),
                "SELECT tries, result FROM step WHERE EXISTS (SELECT 1 FROM task WHERE id = ?)"
                        + " AND task_id = ? AND run = ? AND name = ?",
                taskId,
                taskId,
                run,
                name));
    }
}
