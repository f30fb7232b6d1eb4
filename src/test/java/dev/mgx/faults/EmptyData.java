package dev.mgx.faults;

import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A database in which nothing is yet, to begin with: making its tables is no write of the journal's, and would be a
 * fifth of what a process does until it is halted.
 */
record EmptyData(Path database) {

    static EmptyData make(Path folder) {
        Store.open(folder, Clock.systemUTC(), () -> "id", CommitProbe.NONE).close();
        return new EmptyData(folder.resolve("mgx.db"));
    }

    /** A data folder in this place that has it. */
    Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(database, folder.resolve("mgx.db"));
        return folder;
    }
}
