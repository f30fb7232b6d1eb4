package dev.mgx.store;

import dev.mgx.store.journal.BinaryFiles;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import java.util.Map;

/**
 * What the running programs of finished tasks have left in their folders beside the project's files, their data. No run has them.
 * Thread-safe; every call blocks on the database.
 */
public final class ServiceFiles {
    /** No run has this number. */
    private static final int NO_RUN = -1;

    private final Writer writer;
    private final Readers readers;

    ServiceFiles(Writer writer, Readers readers) {
        this.writer = writer;
        this.readers = readers;
    }

    /** Contents by path. */
    public Map<String, byte[]> of(String taskId) {
        return readers.read(sql -> new BinaryFiles(sql, taskId).of(NO_RUN));
    }

    /** Puts these in the place of those before, unless the task was deleted. */
    public void replace(String taskId, Map<String, byte[]> files) {
        writer.write(
                tx -> {
                    boolean there = tx.sql().number("SELECT COUNT(*) FROM task WHERE id = ?", taskId) > 0;
                    if (there) {
                        new BinaryFiles(tx.sql(), taskId).replace(NO_RUN, files);
                    }
                    return there;
                },
                WriteTimeouts.LIMITED);
    }
}
