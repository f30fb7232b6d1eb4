package dev.mgx.store.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.database.Postgres;
import dev.mgx.store.sql.database.PostgresUrl;
import dev.mgx.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The search contract on a real PostgreSQL. */
class PostgresSearchTest extends SearchContract {
    PostgresSearchTest() {
        super(TestDatabase.POSTGRES);
    }

    @Override
    Database database() {
        return new Postgres((PostgresUrl) url);
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
                "DROP TABLE task_words",
                "DELETE FROM flyway_schema_history WHERE version NOT IN ('1', '1.1', '2', '3')");
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

    /** Vacuums and analyzes, as autovacuum does for a database of many tasks. */
    @Override
    List<String> plan(Database database, String statement, Object[] parameters) throws SQLException {
        try (Connection connection = database.openReader()) {
            connection.setReadOnly(false);
            Sql sql = new Sql(connection);
            sql.update("VACUUM ANALYZE task");
            sql.update("VACUUM ANALYZE task_words");
            sql.update("SET enable_seqscan = off");
            return sql.list(row -> row.getString(1), "EXPLAIN " + statement, parameters);
        }
    }

    @Override
    void checkPlan(TaskFilter filter, String plan) {
        assertThat(plan).contains("Index Only Scan using task_").doesNotContain("Scan on task ", "Seq Scan");
        if (filter.terms().isEmpty() && filter.idPrefix().isEmpty()) {
            assertThat(plan).doesNotContain("Sort");
        }
        if (!filter.terms().isEmpty()) {
            assertThat(plan).contains("Bitmap Index Scan on task_by_term");
        }
    }
}
