package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Executes statements on one connection, with positional parameters. A failure is a {@link SqlFailed}. Not thread-safe,
 * like the connection.
 */
public final class Sql {
    private final Connection connection;
    private final @Nullable PreparedStatements kept;

    /** On a connection for which each statement is prepared anew. */
    public Sql(Connection connection) {
        this.connection = connection;
        kept = null;
    }

    /** On a connection whose statements are kept. */
    Sql(PreparedStatements kept) {
        connection = kept.connection();
        this.kept = kept;
    }

    /** Maps a row. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(Row row);
    }

    /** What is done with a prepared statement. */
    @FunctionalInterface
    private interface Execution<T> {
        T with(PreparedStatement prepared) throws SQLException;
    }

    /** Executes an update; returns the number of changed rows. */
    public int update(String statement, @Nullable Object... parameters) {
        return execute(statement, prepared -> {
            bind(prepared, parameters);
            return prepared.executeUpdate();
        });
    }

    /** Executes an update for each of these parameters; returns the numbers of changed rows, negative where they are not known. */
    int[] updates(String statement, List<@Nullable Object[]> all) {
        if (kept == null || !kept.travel() || all.size() == 1) {
            return all.stream()
                    .mapToInt(parameters -> update(statement, parameters))
                    .toArray();
        }
        return execute(statement, prepared -> {
            for (@Nullable Object[] parameters : all) {
                bind(prepared, parameters);
                prepared.addBatch();
            }
            return prepared.executeBatch();
        });
    }

    private <T> T execute(String statement, Execution<T> execution) {
        try {
            PreparedStatement prepared = kept == null ? connection.prepareStatement(statement) : kept.get(statement);
            boolean failed = true;
            try {
                T answer = execution.with(prepared);
                failed = false;
                return answer;
            } finally {
                if (kept == null) {
                    prepared.close();
                } else if (failed) {
                    kept.discard(statement);
                }
            }
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** Executes a statement without parameters, whatever it answers, to its end. */
    public void execute(String statement) {
        try (Statement plain = connection.createStatement()) {
            plain.executeUpdate(statement);
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** All rows of a query or of a statement with RETURNING. */
    public <T> List<T> list(RowMapper<T> mapper, String query, @Nullable Object... parameters) {
        return execute(query, prepared -> {
            bind(prepared, parameters);
            try (ResultSet rows = prepared.executeQuery()) {
                Row row = new Row(rows);
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(mapper.map(row));
                }
                return all;
            }
        });
    }

    /** The first row, if there is one. */
    public <T> Optional<T> first(RowMapper<T> mapper, String query, @Nullable Object... parameters) {
        List<T> all = list(mapper, query, parameters);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** The number in the first row's first column, as of {@code SELECT COUNT(*)}; 0 if there is no row. */
    public long number(String query, @Nullable Object... parameters) {
        return first(row -> row.getLong(1), query, parameters).orElse(0L);
    }

    private static void bind(PreparedStatement prepared, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] instanceof String text && text.indexOf(0) >= 0) {
                throw new SQLDataException(
                        "a text contains the character NUL", "22021"); // PostgreSQL does not store it
            }
            prepared.setObject(i + 1, parameters[i]);
        }
    }
}
