package dev.mgx.store.sql.database;

import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.TaskIndex;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/** Adds the tasks of an earlier version to the search index. */
final class IndexExistingTasks implements JavaMigration {
    /** A few megabytes of text if every requirement has the maximum length. */
    private static final int BATCH = 100;

    private static final String VERSION = "3.2";

    private final TaskIndex index;

    IndexExistingTasks(TaskIndex index) {
        this.index = index;
    }

    private record Texts(String id, @Nullable String title, String inputPrompt) {}

    @Override
    public void migrate(Context context) {
        index(new Sql(context.getConnection()), index);
    }

    /** Whether a database of this version has the index. */
    static boolean isPartOf(String version) {
        return !MigrationVersion.fromVersion(VERSION).isNewerThan(version);
    }

    /** Adds every task to an empty index. */
    static void index(Sql sql, TaskIndex index) {
        String last = "";
        List<Texts> batch;
        do {
            batch = sql.list(
                    row -> new Texts(row.getString(1), row.getString(2), row.getString(3)),
                    "SELECT id, title, input_prompt FROM task WHERE id > ? ORDER BY id LIMIT " + BATCH,
                    last);
            for (Texts task : batch) {
                index.add(sql, task.id(), SearchTerms.of(task.title(), task.inputPrompt()));
                last = task.id();
            }
        } while (!batch.isEmpty());
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(VERSION);
    }

    @Override
    public String getDescription() {
        return "index existing tasks";
    }

    /** None: Java migrations have no checksum. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
