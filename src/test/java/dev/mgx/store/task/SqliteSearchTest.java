package dev.mgx.store.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.database.Sqlite;
import dev.mgx.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** The search contract on FTS5. */
class SqliteSearchTest extends SearchContract {
    private static final Pattern OF_TASK = Pattern.compile("(SCAN|SEARCH) task\\b.*");

    SqliteSearchTest() {
        super(TestDatabase.SQLITE);
    }

    @Override
    Database database() {
        return new Sqlite(folder.resolve("mgx.db"));
    }

    @Override
    void asOfVersion3() throws SQLException {
        tamper(
                "DROP TABLE source",
                "DROP TABLE binary_file",
                "DROP TABLE binary_content",
                "DROP TABLE kept_answer",
                "DROP TABLE feed",
                "DROP TABLE feed_end",
                "DROP TABLE task_metadata",
                "ALTER TABLE task DROP COLUMN metadata",
                "DROP TABLE deleted_task",
                "DROP INDEX task_by_shown_status",
                "DROP INDEX task_chosen",
                "CREATE INDEX task_by_status ON task (status, created_at DESC, id DESC)",
                "DROP TRIGGER task_words_gone",
                "DROP TABLE task_words",
                "DROP TABLE task_terms",
                "DELETE FROM flyway_schema_history WHERE version NOT IN ('1', '2', '3')");
    }

    @Override
    void tamper(String statement) throws SQLException {
        tamper(new String[] {statement});
    }

    private void tamper(String... statements) throws SQLException {
        try (Connection connection = database().openWriter()) {
            for (String statement : statements) {
                new Sql(connection).update(statement);
            }
            connection.commit();
        }
    }

    @Override
    List<String> plan(Database database, String statement, Object[] parameters) throws SQLException {
        try (Connection connection = database.openReader()) {
            return new Sql(connection)
                    .list(row -> row.getString("detail"), "EXPLAIN QUERY PLAN " + statement, parameters);
        }
    }

    @Override
    void checkPlan(TaskFilter filter, String plan) {
        assertThat(plan.lines().filter(OF_TASK.asMatchPredicate()))
                .as(plan)
                .isNotEmpty()
                .allMatch(line -> line.contains("USING COVERING INDEX"));
        if (filter.terms().isEmpty() && filter.idPrefix().isEmpty()) {
            assertThat(plan).doesNotContain("TEMP B-TREE");
        }
        if (!filter.terms().isEmpty()) {
            assertThat(plan).contains("SCAN task_terms VIRTUAL TABLE INDEX 0:M");
        }
    }
}
