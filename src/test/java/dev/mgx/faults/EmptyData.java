package dev.mgx.faults;

import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A migrated, empty database to start from: creating the tables is not a journal write, and would be a fifth of a
 * process's work until it is halted.
 */
record EmptyData(Path database) {

    static EmptyData make(Path folder) {
        Store.open(folder, Clock.systemUTC(), () -> "id", CommitProbe.NONE).close();
        return new EmptyData(folder.resolve("mgx.db"));
    }

    /** Creates a data folder with a copy of it. */
    Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(database, folder.resolve("mgx.db"));
        return folder;
    }
}
