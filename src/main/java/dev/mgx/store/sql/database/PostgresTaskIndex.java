package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.TaskIndex;
import java.util.Collection;
import java.util.stream.Collectors;

/** The index in a {@code tsvector} built from our own terms, without PostgreSQL's parsers and dictionaries. */
final class PostgresTaskIndex implements TaskIndex {
    @Override
    public void add(Sql sql, String taskId, Collection<String> terms) {
        sql.update(
                "INSERT INTO task_words (task_id, terms) VALUES (?, array_to_tsvector(string_to_array(?, ' ')))",
                taskId,
                String.join(" ", terms));
    }

    @Override
    public void remove(Sql sql, String taskId) {
        sql.update("DELETE FROM task_words WHERE task_id = ?", taskId);
    }

    @Override
    public String tasksById() {
        return "task";
    }

    @Override
    public String query() {
        return "SELECT task_id FROM task_words WHERE terms @@ CAST(? AS tsquery)";
    }

    @Override
    public String expression(Collection<String> terms) {
        return terms.stream().map("'%s':*"::formatted).collect(Collectors.joining(" & "));
    }
}
