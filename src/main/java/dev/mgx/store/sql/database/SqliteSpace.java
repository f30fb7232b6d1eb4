package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Space;
import dev.mgx.store.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SQLite's unused pages, given back from the end of the file (sqlite.org/pragma.html, incremental_vacuum). */
final class SqliteSpace implements Space {
    private static final Logger log = LoggerFactory.getLogger(SqliteSpace.class);

    /** Kept for what is written next: 4 MB. */
    private static final long KEPT_PAGES = 1_000;

    /** Up to this size a database of an earlier version is rewritten at the start, in about a second. */
    private static final long REWRITTEN_BYTES = 64L << 20;

    @Override
    public long unused(Sql sql) {
        return sql.number("PRAGMA auto_vacuum") == 0
                ? 0
                : Math.max(0, sql.number("PRAGMA freelist_count") - KEPT_PAGES);
    }

    @Override
    public void giveBack(Sql sql, int pages) {
        sql.execute("PRAGMA incremental_vacuum(" + pages + ")");
    }

    /**
     * Has a database give space back from now on. That is decided when a database is made; one that was made otherwise
     * is rewritten, unless it is large.
     */
    static void prepare(Path file, DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Sql sql = new Sql(connection);
            if (sql.number("PRAGMA auto_vacuum") != 0) {
                return;
            }
            if (size(file) > REWRITTEN_BYTES) {
                log.info("The database is of an earlier version and does not shrink; one restored from a backup does");
                return;
            }
            sql.execute("PRAGMA auto_vacuum = INCREMENTAL");
            sql.execute("VACUUM");
        } catch (RuntimeException e) { // it works without; what opens it next says what is wrong
            log.debug("The database does not give space back: {}", e.getMessage());
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // there is none yet
        }
    }
}
