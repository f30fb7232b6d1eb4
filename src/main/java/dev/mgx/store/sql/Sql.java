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

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /** Maps a row. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(Row row);
    }

    /** Executes an update; returns the number of changed rows. */
    public int update(String statement, @Nullable Object... parameters) {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
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
        try (PreparedStatement prepared = prepare(query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            Row row = new Row(rows);
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(mapper.map(row));
            }
            return all;
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
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

    private PreparedStatement prepare(String statement, @Nullable Object... parameters) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        try {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof String text && text.indexOf(0) >= 0) {
                    throw new SQLDataException(
                            "a text contains the character NUL", "22021"); // PostgreSQL does not store it
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
