package dev.mgx.stream;

import dev.mgx.testing.StoreFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Another node on the database of a data folder. A data folder has one server, so it works on a copy, and what it
 * recorded is put into the database of the folder behind the back of the folder's own store.
 */
final class OtherNode implements AutoCloseable {
    private final Path database;
    private final Path copy;
    private final StoreFixture store;

    OtherNode(Path folder, Path copy) throws Exception {
        database = folder.resolve("mgx.db");
        this.copy = copy.resolve("mgx.db");
        Files.createDirectories(copy);
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute("VACUUM INTO '%s'".formatted(this.copy));
        }
        store = new StoreFixture(copy);
    }

    StoreFixture store() {
        return store;
    }

    /** Puts what it recorded, and deleted, into the folder's database. */
    void commit() throws SQLException {
        try (Connection connection = connect();
                Statement sql = connection.createStatement()) {
            sql.execute("ATTACH '%s' AS node".formatted(copy));
            connection.setAutoCommit(false);
            for (String table : List.of("task", "event", "step", "deleted_task", "feed", "feed_end")) {
                sql.execute("INSERT OR REPLACE INTO main.%s SELECT * FROM node.%s".formatted(table, table));
            }
            sql.execute("DELETE FROM main.task WHERE id NOT IN (SELECT id FROM node.task)");
            connection.commit();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + database);
    }

    @Override
    public void close() {
        store.close();
    }
}
