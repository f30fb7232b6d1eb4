package dev.mgx.store.task;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Row;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.TaskIndex;
import dev.mgx.store.sql.WriteTimeouts;
import dev.mgx.store.sql.Writer;
import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stores and finds tasks. Thread-safe; every call blocks on the database. */
public final class Tasks {
    /** A column with the place in the queue, 1 for the next; 0 for a task that is not queued. */
    public static final String QUEUE_POSITION =
            "(SELECT COUNT(*) FROM task ahead WHERE ahead.queue_ticket <= task.queue_ticket) AS queue_position";

    private static final String COLUMNS =
            "id, title, input_prompt, options, metadata, status, created_at, updated_at, result_summary, queue_ticket, "
                    + QUEUE_POSITION;

    private final Writer writer;
    private final Readers readers;
    private final TaskIndex index;
    private final Clock clock;
    private final Supplier<String> ids;

    public Tasks(Writer writer, Readers readers, TaskIndex index, Clock clock, Supplier<String> ids) {
        this.writer = writer;
        this.readers = readers;
        this.index = index;
        this.clock = clock;
        this.ids = ids;
    }

    /** Stores a new task. It is PENDING; nothing runs yet. */
    public Task create(@Nullable String title, String inputPrompt, TaskOptions options) {
        return create(title, inputPrompt, options, Map.of());
    }

    /** Stores a new task with metadata. */
    public Task create(@Nullable String title, String inputPrompt, TaskOptions options, Map<String, String> metadata) {
        String id = ids.get();
        Instant now = Instant.ofEpochMilli(clock.millis());
        Set<String> terms = SearchTerms.of(title, inputPrompt);
        return writer.write(
                tx -> {
                    if (TaskPurge.isLeft(tx.sql(), id)) {
                        throw new IllegalStateException("A deleted task had the ID %s".formatted(id));
                    }
                    tx.sql()
                            .update(
                                    "INSERT INTO task (id, title, input_prompt, options, metadata, status, state, created_at,"
                                            + " updated_at, request) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    id,
                                    title,
                                    inputPrompt,
                                    Json.write(options),
                                    Json.write(metadata),
                                    TaskStatus.PENDING.name(),
                                    Json.write(TaskState.initial(id)),
                                    now.toEpochMilli(),
                                    now.toEpochMilli(),
                                    Json.write(RunRequest.FRESH));
                    index.add(tx.sql(), id, terms);
                    addMetadata(tx.sql(), id, metadata);
                    return new Task(
                            id, title, inputPrompt, TaskStatus.PENDING, now, now, null, options, metadata, null);
                },
                WriteTimeouts.LIMITED);
    }

    private static void addMetadata(Sql sql, String id, Map<String, String> metadata) {
        metadata.forEach((name, value) ->
                sql.update("INSERT INTO task_metadata (task_id, name, value) VALUES (?, ?, ?)", id, name, value));
    }

    /** Replaces a task's metadata. */
    public void replaceMetadata(String id, Map<String, String> metadata) {
        writer.write(
                tx -> {
                    int rows = tx.sql()
                            .update(
                                    "UPDATE task SET metadata = ?, updated_at = ? WHERE id = ?",
                                    Json.write(metadata),
                                    clock.millis(),
                                    id);
                    if (rows > 0) {
                        tx.sql().update("DELETE FROM task_metadata WHERE task_id = ?", id);
                        addMetadata(tx.sql(), id, metadata);
                    }
                    return rows;
                },
                WriteTimeouts.LIMITED);
    }

    public Optional<Task> find(String id) {
        return readers.read(sql -> sql.first(Tasks::shown, "SELECT " + COLUMNS + " FROM task WHERE id = ?", id));
    }

    /**
     * Finds a task within a transaction or a read.
     *
     * @throws UnreadableTask if its options cannot be read: a task must not run without its limits
     */
    public static Optional<Task> find(Sql sql, String id) {
        return sql.first(Tasks::task, "SELECT " + COLUMNS + " FROM task WHERE id = ?", id);
    }

    /** Sets the options of a task's next runs, if any are given. */
    public void replaceOptions(String id, TaskOptions given) {
        writer.write(tx -> replaceOptions(tx.sql(), id, given), WriteTimeouts.LIMITED);
    }

    public static boolean replaceOptions(Sql sql, String id, TaskOptions given) {
        Optional<TaskOptions> before = given.equals(TaskOptions.DEFAULT) ? Optional.empty() : readableOptions(sql, id);
        if (before.isEmpty()) {
            return false; // unreadable options fail the run later
        }
        TaskOptions options = before.get().replacedBy(given);
        return sql.update("UPDATE task SET options = ? WHERE id = ?", Json.write(options), id) > 0;
    }

    /** A task's options; empty for an unknown task, and where they cannot be read. */
    public static Optional<TaskOptions> readableOptions(Sql sql, String id) {
        return sql.first(row -> row.getString(1), "SELECT options FROM task WHERE id = ?", id)
                .flatMap(Tasks::readable);
    }

    /** A page of tasks, newest first. */
    public Page<Task> page(@Nullable TaskStatus status, int page, int pageSize) {
        return list(TaskFilter.of(status), page, pageSize);
    }

    /**
     * A page of tasks, newest first.
     *
     * @param page 1-based
     */
    public Page<Task> list(TaskFilter filter, int page, int pageSize) {
        return list(filter, new Place(page, pageSize, null));
    }

    /**
     * Which part of the list.
     *
     * @param page 1-based; of no meaning where {@code after} is given
     * @param after the task before the first one; null for a page by its number
     */
    public record Place(int page, int pageSize, @Nullable TaskCursor after) {}

    /** A part of the list of tasks, newest first. */
    public Page<Task> list(TaskFilter filter, Place place) {
        return list((sql, row) -> shown(row), COLUMNS, filter, place);
    }

    /** A page of tasks with their states, newest first. */
    public Page<TaskWithState> listWithStates(TaskFilter filter, Place place) {
        return list(
                (sql, row) -> new TaskWithState(shown(row), state(sql, row.getString("id"), row)),
                COLUMNS + ", state",
                filter,
                place);
    }

    /** Maps a row of the list. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(Sql sql, Row row);
    }

    private <T> Page<T> list(Reading<T> reading, String columns, TaskFilter filter, Place place) {
        TaskListing listing = new TaskListing(filter, index);
        return readers.read(sql -> {
            List<String> ids = place.after() == null
                    ? sql.list(
                            id -> id.getString(1),
                            listing.ids(),
                            listing.parameters(place.pageSize(), (place.page() - 1L) * place.pageSize()))
                    : sql.list(
                            id -> id.getString(1),
                            listing.idsAfterCursor(),
                            listing.parameters(place.after(), place.pageSize()));
            String chosen = "SELECT " + columns + " FROM task WHERE id IN ("
                    + String.join(", ", Collections.nCopies(ids.size(), "?"))
                    + ") ORDER BY created_at DESC, id DESC";
            return new Page<>(
                    ids.isEmpty() ? List.of() : sql.list(row -> reading.read(sql, row), chosen, ids.toArray()),
                    sql.number(listing.count(), listing.parameters().toArray()));
        });
    }

    /** A task's current state, with its queue position. */
    public Optional<TaskState> state(String id) {
        return readers.read(sql -> sql.first(
                row -> state(sql, id, row), "SELECT state, " + QUEUE_POSITION + " FROM task WHERE id = ?", id));
    }

    /** An unreadable state is replaced, so that one damaged row does not hide the others. */
    private static TaskState state(Sql sql, String id, Row row) {
        TaskState state = StoredState.shown(sql, id, row.getString("state"));
        int position = row.getInt("queue_position");
        return position == 0 ? state : state.queuedAt(position);
    }

    /** The number of queued tasks, or a failure within a second. */
    public long queued() {
        return readers.read(
                sql -> sql.number("SELECT COUNT(*) FROM task WHERE queue_ticket IS NOT NULL"), Duration.ofSeconds(1));
    }

    /** The tasks that are queued or running, oldest first. */
    public List<String> active() {
        return readers.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM task WHERE queue_ticket IS NOT NULL OR status = 'RUNNING' ORDER BY created_at, id"));
    }

    /** Some of the tasks that are neither queued nor running and that nothing has happened to since a time, oldest first. */
    public List<String> idle(Instant since, int limit) {
        return readers.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM task WHERE queue_ticket IS NULL AND status <> 'RUNNING' AND updated_at < ?"
                        + " ORDER BY updated_at, id LIMIT ?",
                since.toEpochMilli(),
                limit));
    }

    /** Changes the title and the summary; null leaves a field unchanged. Empty for an unknown task. */
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
                WriteTimeouts.LIMITED);
        return find(id);
    }

    private static Task task(Row row) {
        return task(row, options(row.getString("options")));
    }

    /** A task for display; unreadable options are replaced by the defaults. */
    private static Task shown(Row row) {
        return task(row, readable(row.getString("options")).orElse(TaskOptions.DEFAULT));
    }

    private static TaskOptions options(String json) {
        return UnreadableTask.read("options", json, TaskOptions.class);
    }

    private static Optional<TaskOptions> readable(String json) {
        try {
            return Optional.of(options(json));
        } catch (UnreadableTask e) {
            return Optional.empty();
        }
    }

    /** Unreadable metadata is left out: it says nothing about how a task runs. */
    private static Map<String, String> metadata(String json) {
        try {
            Map<String, String> metadata = new TreeMap<>();
            Json.readMap(json).forEach((name, value) -> metadata.put(name, String.valueOf(value)));
            return metadata;
        } catch (MalformedJson e) {
            return Map.of();
        }
    }

    /** A status unknown to this version is shown as FAILED. */
    private static TaskStatus status(String name) {
        return Arrays.stream(TaskStatus.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(TaskStatus.FAILED);
    }

    private static Task task(Row row, TaskOptions options) {
        int position = row.getInt("queue_position");
        return new Task(
                row.getString("id"),
                row.getStringOrNull("title"),
                row.getString("input_prompt"),
                position == 0 ? status(row.getString("status")) : TaskStatus.PENDING,
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                row.getStringOrNull("result_summary"),
                options,
                metadata(row.getString("metadata")),
                position == 0 ? null : position);
    }
}
