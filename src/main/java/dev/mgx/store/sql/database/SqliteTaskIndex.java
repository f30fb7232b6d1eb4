package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.TaskIndex;
import java.util.Collection;
import java.util.stream.Collectors;

/** The index in an FTS5 table. */
final class SqliteTaskIndex implements TaskIndex {
    @Override
    public void add(Sql sql, String taskId, Collection<String> terms) {
        long number = sql.number("INSERT INTO task_words (task_id) VALUES (?) RETURNING number", taskId);
        sql.update("INSERT INTO task_terms (rowid, terms) VALUES (?, ?)", number, String.join(" ", terms));
    }

    @Override
    public void remove(Sql sql, String taskId) {
        sql.update("DELETE FROM task_terms WHERE rowid = (SELECT number FROM task_words WHERE task_id = ?)", taskId);
        sql.update("DELETE FROM task_words WHERE task_id = ?", taskId);
    }

    /** Without the hint SQLite uses the primary key's index and then reads every row for its creation time. */
    @Override
    public String tasksById() {
        return "task INDEXED BY task_chosen";
    }

    @Override
    public String query() {
        return "SELECT task_words.task_id FROM task_terms JOIN task_words ON task_words.number = task_terms.rowid"
                + " WHERE task_terms MATCH ?";
    }

    @Override
    public String expression(Collection<String> terms) {
        return terms.stream().map("\"%s\"*"::formatted).collect(Collectors.joining(" "));
    }
}
