package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows are copied between databases. All values are texts, bytes and whole numbers.
 *
 * @param columns at least one
 */
record TableRows(String name, List<String> columns) {
    /** Rows fetched, and inserted, at a time. A row has a few megabytes at most. */
    private static final int BATCH = 100;

    /** What is made anew in each database: its history, its writers' marks and its search index. */
    private static final Predicate<String> MADE_ANEW =
            name -> name.matches("sqlite_.*|flyway_schema_history|commit_mark|task_words|task_terms.*");

    /** The number of rows and the sum of their digests, which does not depend on their order. */
    record Digest(long rows, long high, long low) {
        private static final Digest NONE = new Digest(0, 0, 0);

        private Digest plus(byte[] sha256) {
            ByteBuffer bytes = ByteBuffer.wrap(sha256);
            return new Digest(rows + 1, high + bytes.getLong(), low + bytes.getLong());
        }
    }

    /** The tables of an SQLite database whose rows a backup holds. */
    static List<TableRows> of(Connection sqlite) {
        Sql sql = new Sql(sqlite);
        return sql
                .list(row -> row.getString(1), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
                .stream()
                .filter(MADE_ANEW.negate())
                .map(name ->
                        new TableRows(name, sql.list(row -> row.getString("name"), "PRAGMA table_info(" + name + ")")))
                .toList();
    }

    /** Receives the values of a row. */
    @FunctionalInterface
    private interface Receiver {
        void row(@Nullable Object[] values) throws SQLException;
    }

    /** Copies every row. */
    Digest copy(Connection from, Connection to) throws SQLException {
        String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
        String insert = "INSERT INTO %s (%s) VALUES (%s)".formatted(name, String.join(", ", columns), places);
        try (PreparedStatement statement = to.prepareStatement(insert)) {
            int[] waiting = {0};
            Digest copied = read(from, values -> {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.addBatch();
                if (++waiting[0] == BATCH) {
                    statement.executeBatch();
                    waiting[0] = 0;
                }
            });
            if (waiting[0] > 0) {
                statement.executeBatch();
            }
            return copied;
        }
    }

    Digest digest(Connection of) throws SQLException {
        return read(of, values -> {});
    }

    private Digest read(Connection from, Receiver receiver) throws SQLException {
        Digest sum = Digest.NONE;
        try (Statement statement = from.createStatement()) {
            statement.setFetchSize(BATCH);
            try (ResultSet rows =
                    statement.executeQuery("SELECT %s FROM %s".formatted(String.join(", ", columns), name))) {
                @Nullable Object[] values = new Object[columns.size()];
                while (rows.next()) {
                    for (int i = 0; i < values.length; i++) {
                        values[i] = plain(rows.getObject(i + 1));
                    }
                    receiver.row(values);
                    sum = sum.plus(sha256(values));
                }
            }
        }
        return sum;
    }

    /** The same value from either database. */
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    private static byte[] sha256(@Nullable Object[] values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Object value : values) {
                byte[] bytes = value instanceof byte[] raw
                        ? raw
                        : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                digest.update((byte) (value == null ? 0 : value instanceof Long ? 1 : value instanceof byte[] ? 3 : 2));
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
