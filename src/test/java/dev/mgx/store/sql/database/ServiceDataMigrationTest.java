package dev.mgx.store.sql.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.Store;
import dev.mgx.store.journal.BinaryFiles;
import dev.mgx.store.source.TaskSources;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.Sql;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In version 8 what running programs left had the number of a run that projects have since. */
@Timeout(60)
class ServiceDataMigrationTest {
    private static final byte[] NOTES = {0, 1, 2};
    private static final byte[] LOGO = {0, 3};

    @TempDir
    Path folder;

    private Connection ofVersion8(DatabaseUrl url) throws Exception {
        if (url instanceof PostgresUrl there) {
            Postgres postgres = new Postgres(there);
            postgres.migrate("8");
            return postgres.openWriter();
        }
        return new Sqlite(Files.createFile(folder.resolve("mgx.db"))).openFresh("8");
    }

    private static void leave(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        sql.update(
                "INSERT INTO task (id, title, input_prompt, options, status, state, created_at, updated_at, request)"
                        + " VALUES ('t1', 'Notes', 'Build a notes service', '{}', 'PENDING', ?, 1, 1, ?)",
                "{\"task_id\":\"t1\",\"status\":\"PENDING\"}",
                "{\"kind\":\"FRESH\"}");
        BinaryFiles files = new BinaryFiles(sql, "t1");
        files.save(TaskSources.RUN, "notes.db", NOTES);
        files.save(1, "logo.png", LOGO);
        connection.commit();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatAProgramLeftIsItsOwnAndOfNoProject(TestDatabase database) throws Exception {
        DatabaseUrl url = database.fresh();
        try (Connection old = ofVersion8(url)) {
            leave(old);
        }
        try (StoreFixture fixture = new StoreFixture(folder, url, CommitProbe.NONE, Clock.systemUTC())) {
            Store store = fixture.store();
            assertThat(store.serviceFiles().of("t1")).containsOnlyKeys("notes.db");
            assertThat(store.serviceFiles().of("t1").get("notes.db")).isEqualTo(NOTES);
            assertThat(store.artifacts().binaries("t1", TaskSources.RUN)).isEmpty();
            assertThat(store.artifacts().binaries("t1", 1)).containsOnlyKeys("logo.png");
            assertThat(store.artifacts().binaries("t1", 1).get("logo.png")).isEqualTo(LOGO);
        }
    }
}
