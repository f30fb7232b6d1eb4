package dev.mgx.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, their parameters in order. Not thread-safe, like the connection. */
final class Sql {
    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** How many rows it changed. */
    int update(String statement, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
        }
    }

    /** All rows, of a query or of a statement with RETURNING. */
    <T> List<T> list(Row<T> row, String query, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        }
    }

    /** The first row, if there is one. */
    <T> Optional<T> first(Row<T> row, String query, @Nullable Object... parameters) throws SQLException {
        List<T> all = list(row, query, parameters);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** The number that a query like {@code SELECT COUNT(*)} answers; 0 where it answers nothing. */
    long number(String query, @Nullable Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), query, parameters).orElse(0L);
    }

    private PreparedStatement prepare(String statement, @Nullable Object... parameters) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        try {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof String text && text.indexOf(0) >= 0) {
                    throw new SQLDataException(
                            "a text has the character NUL in it", "22021"); // not every database has it in texts
                }
                prepared.setObject(i + 1, parameters[i]);
            }
            return prepared;
        } catch (SQLException e) {
            prepared.close();
            throw e;
        }
    }
}
