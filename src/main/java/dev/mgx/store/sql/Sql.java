package dev.mgx.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection, their parameters in order. What the database refuses is a {@link SqlFailed}. Not
 * thread-safe, like the connection.
 */
public final class Sql {
    private final Connection connection;

    public Sql(Connection connection) {
        this.connection = connection;
    }

    /** Makes something of one row. */
    @FunctionalInterface
    public interface RowMapper<T> {
        T map(Row row);
    }

    /** How many rows it changed. */
    public int update(String statement, @Nullable Object... parameters) {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            return prepared.executeUpdate();
        } catch (SQLException e) {
            throw new SqlFailed(e);
        }
    }

    /** All rows, of a query or of a statement with RETURNING. */
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

    /** The number that a query like {@code SELECT COUNT(*)} answers; 0 where it answers nothing. */
    public long number(String query, @Nullable Object... parameters) {
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
