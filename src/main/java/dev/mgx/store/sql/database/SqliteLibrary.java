package dev.mgx.store.sql.database;

import dev.mgx.store.sql.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library. The driver unpacks it into the folder for temporary files and removes it when the process
 * ends in order: each process that was killed would leave a megabyte there. So it gets a folder of its own,
 * which is removed as soon as the library is loaded.
 */
final class SqliteLibrary {
    private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

    /** A library belongs to the process, as this does. */
    private static final AtomicBoolean LOADED = new AtomicBoolean();

    private SqliteLibrary() {}

    /** Loads it, where it is not loaded yet. Thread-safe. */
    static synchronized void load() {
        if (LOADED.get()) {
            return;
        }
        Path temporary = Path.of(System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir", ".")));
        try {
            Path own = Files.createTempDirectory(temporary, "mgx-sqlite");
            System.setProperty(FOLDER_PROPERTY, own.toString());
            try {
                SQLiteJDBCLoader.initialize();
                LOADED.set(true);
            } finally {
                System.setProperty(FOLDER_PROPERTY, temporary.toString());
                remove(own);
            }
        } catch (Exception e) {
            throw new StoreUnavailable(
                    "SQLite's library could not be unpacked into %s (%s): make it writable, or name another folder with -D%s"
                            .formatted(temporary, e.getMessage(), FOLDER_PROPERTY),
                    e);
        }
    }

    /** What the system does not let go of while it is used, Windows for one, goes when the process ends. */
    private static void remove(Path folder) {
        folder.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException | UncheckedIOException e) {
            // The driver has marked its own files for the end.
        }
    }
}
