package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.Postgres;
import dev.mgx.store.sql.database.PostgresUrl;
import dev.mgx.task.Event;
import dev.mgx.task.TaskState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A test's own connection, to damage a database in ways that the store would not. */
public record TamperedRows(Connection connection, Sql sql) implements AutoCloseable {
    public static TamperedRows of(Path folder, DatabaseUrl url) throws SQLException {
        Connection connection = switch (url) {
            case DatabaseUrl.OfDataFolder inIt ->
                DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mgx.db"));
            case PostgresUrl postgres -> writable(new Postgres(postgres).openReader());
        };
        return new TamperedRows(connection, new Sql(connection));
    }

    private static Connection writable(Connection connection) throws SQLException {
        connection.setReadOnly(false);
        return connection;
    }

    void set(String taskId, String column, @Nullable String value) {
        changed(sql.update("UPDATE task SET " + column + " = ? WHERE id = ?", value, taskId));
    }

    String get(String taskId, String column) {
        return sql.first(row -> row.getString(1), "SELECT " + column + " FROM task WHERE id = ?", taskId)
                .orElseThrow();
    }

    void setBodies(String taskId, String body) {
        changed(sql.update("UPDATE event SET body = ? WHERE task_id = ?", body, taskId));
    }

    /** Records an event after {@code before}, as another node would. */
    static boolean append(Sql sql, TaskState before, Event event) {
        changed(sql.update(
                "INSERT INTO event (task_id, seq, type, body) VALUES (?, ?, ?, ?)",
                event.taskId(),
                event.eventId(),
                event.eventType().name(),
                Json.write(event)));
        changed(sql.update(
                "UPDATE task SET last_seq = last_seq + 1, state = ? WHERE id = ?",
                Json.write(before.apply(event)),
                event.taskId()));
        return true;
    }

    /** Has the task believe that its last event was an earlier one. */
    void setLast(String taskId, long last, TaskState state) {
        String json = Json.write(state).replaceFirst("\"last_event_id\":\\d+", "\"last_event_id\":" + last);
        changed(sql.update("UPDATE task SET last_seq = ?, state = ? WHERE id = ?", last, json, taskId));
    }

    public long count(String table, String taskId) {
        return sql.number("SELECT COUNT(*) FROM " + table + " WHERE task_id = ?", taskId);
    }

    private static void changed(int rows) {
        if (rows == 0) {
            throw new AssertionError("there is no such row");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
