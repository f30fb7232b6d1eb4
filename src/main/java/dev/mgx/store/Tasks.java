package dev.mgx.store;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tasks people gave. Thread-safe; every call blocks on the database. */
public final class Tasks {
    private static final String QUEUE_POSITION =
            "(SELECT COUNT(*) FROM task ahead WHERE ahead.queue_ticket <= task.queue_ticket) AS queue_position";

    private static final String COLUMNS =
            "id, title, input_prompt, options, status, created_at, updated_at, result_summary, queue_ticket, "
                    + QUEUE_POSITION;

    private final Writer writer;
    private final Readers readers;
    private final TaskIndex index;
    private final Clock clock;
    private final Supplier<String> ids;

    Tasks(Writer writer, Readers readers, TaskIndex index, Clock clock, Supplier<String> ids) {
        this.writer = writer;
        this.readers = readers;
        this.index = index;
        this.clock = clock;
        this.ids = ids;
    }

    /** Keeps a new task; it is PENDING and nothing runs yet. */
    public Task create(@Nullable String title, String inputPrompt, TaskOptions options) {
        String id = ids.get();
        Instant now = Instant.ofEpochMilli(clock.millis());
        Set<String> terms = SearchTerms.of(title, inputPrompt);
        return writer.write(
                tx -> {
                    tx.sql()
                            .update(
                                    "INSERT INTO task (id, title, input_prompt, options, status, state, created_at, updated_at,"
                                            + " request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    id,
                                    title,
                                    inputPrompt,
                                    Json.write(options),
                                    TaskStatus.PENDING.name(),
                                    Json.write(TaskState.initial(id)),
                                    now.toEpochMilli(),
                                    now.toEpochMilli(),
                                    Json.write(RunRequest.FRESH));
                    index.add(tx.sql(), id, terms);
                    return new Task(id, title, inputPrompt, TaskStatus.PENDING, now, now, null, options, null);
                },
                WritePatience.LIMITED);
    }

    public Optional<Task> find(String id) {
        return readers.read(sql -> find(sql, id));
    }

    static Optional<Task> find(Sql sql, String id) throws SQLException {
        return sql.first(Tasks::task, "SELECT " + COLUMNS + " FROM task WHERE id = ?", id);
    }

    /** Has a task go by these options from its next run on, where they name any. */
    public void replaceOptions(String id, TaskOptions given) {
        writer.write(tx -> replaceOptions(tx.sql(), id, given), WritePatience.LIMITED);
    }

    static boolean replaceOptions(Sql sql, String id, TaskOptions given) throws SQLException {
        Optional<Task> task = given.equals(TaskOptions.DEFAULT) ? Optional.empty() : find(sql, id);
        if (task.isEmpty()) {
            return false;
        }
        TaskOptions options = task.get().options().replacedBy(given);
        return sql.update("UPDATE task SET options = ? WHERE id = ?", Json.write(options), id) > 0;
    }

    /** Some of the tasks, newest first. */
    public Page<Task> page(@Nullable TaskStatus status, int page, int pageSize) {
        return list(TaskFilter.of(status), page, pageSize);
    }

    /**
     * Some of the tasks, newest first.
     *
     * @param page 1 is the first
     */
    public Page<Task> list(TaskFilter filter, int page, int pageSize) {
        return list(Tasks::task, COLUMNS, filter, page, pageSize);
    }

    /** The same with the state of each. */
    public Page<TaskWithState> listWithStates(TaskFilter filter, int page, int pageSize) {
        return list(
                row -> new TaskWithState(task(row), stateIfReadable(row)), COLUMNS + ", state", filter, page, pageSize);
    }

    private <T> Page<T> list(Sql.Row<T> row, String columns, TaskFilter filter, int page, int pageSize) {
        TaskListing listing = new TaskListing(filter, index);
        return readers.read(sql -> {
            List<String> ids = sql.list(
                    id -> id.getString(1), listing.ids(), listing.parameters(pageSize, (page - 1L) * pageSize));
            String chosen = "SELECT " + columns + " FROM task WHERE id IN ("
                    + String.join(", ", Collections.nCopies(ids.size(), "?"))
                    + ") ORDER BY created_at DESC, id DESC";
            return new Page<>(
                    ids.isEmpty() ? List.of() : sql.list(row, chosen, ids.toArray()),
                    sql.number(listing.count(), listing.parameters().toArray()));
        });
    }

    /** A task's state now, with its place in the queue. */
    public Optional<TaskState> state(String id) {
        return readers.read(
                sql -> sql.first(Tasks::state, "SELECT state, " + QUEUE_POSITION + " FROM task WHERE id = ?", id));
    }

    private static TaskState state(ResultSet row) throws SQLException {
        TaskState state = Json.read(row.getString("state"), TaskState.class);
        int position = row.getInt("queue_position");
        return position == 0 ? state : state.queuedAt(position);
    }

    /** One state that cannot be read must not keep all the others from being listed. */
    private static @Nullable TaskState stateIfReadable(ResultSet row) throws SQLException {
        try {
            return state(row);
        } catch (MalformedJson e) {
            return null;
        }
    }

    /** How many tasks there are in each status, as {@link Task#status} has it; those that wait for a place apart. */
    public Counts counts() {
        return readers.read(sql -> {
            Map<TaskStatus, Long> byStatus = new EnumMap<>(TaskStatus.class);
            sql.list(
                    row -> byStatus.merge(TaskStatus.valueOf(row.getString(1)), row.getLong(2), Long::sum),
                    "SELECT status, COUNT(*) FROM task WHERE queue_ticket IS NULL GROUP BY status");
            return new Counts(byStatus, sql.number("SELECT COUNT(*) FROM task WHERE queue_ticket IS NOT NULL"));
        });
    }

    /**
     * How many tasks there are.
     *
     * @param byStatus of those that wait for no place
     */
    public record Counts(Map<TaskStatus, Long> byStatus, long queued) {}

    /** The tasks that are queued or running, oldest first. */
    public List<String> active() {
        return readers.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM task WHERE queue_ticket IS NOT NULL OR status = 'RUNNING' ORDER BY created_at, id"));
    }

    /** Changes what a person may change; null leaves a field as it is. Empty for an unknown task. */
    public Optional<Task> describe(String id, @Nullable String title, @Nullable String resultSummary) {
        Optional<Set<String>> terms = title == null
                ? Optional.empty()
                : find(id).map(task -> SearchTerms.of(title, task.inputPrompt())); // a requirement never changes
        writer.write(
                tx -> {
                    int rows = tx.sql()
                            .update(
                                    "UPDATE task SET title = COALESCE(?, title), result_summary = COALESCE(?, result_summary),"
                                            + " updated_at = ? WHERE id = ?",
                                    title,
                                    resultSummary,
                                    clock.millis(),
                                    id);
                    if (rows > 0 && terms.isPresent()) {
                        index.remove(tx.sql(), id);
                        index.add(tx.sql(), id, terms.get());
                    }
                    return rows;
                },
                WritePatience.LIMITED);
        return find(id);
    }

    private static Task task(ResultSet row) throws SQLException {
        int position = row.getInt("queue_position");
        return new Task(
                row.getString("id"),
                row.getString("title"),
                row.getString("input_prompt"),
                position == 0 ? TaskStatus.valueOf(row.getString("status")) : TaskStatus.PENDING,
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getString("result_summary"),
                Json.read(row.getString("options"), TaskOptions.class),
                position == 0 ? null : position);
    }
}
