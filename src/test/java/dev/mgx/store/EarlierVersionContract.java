package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.Sql;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.sql.database.Migrations;
import dev.mgx.store.sql.database.Postgres;
import dev.mgx.store.sql.database.PostgresUrl;
import dev.mgx.store.sql.database.Sqlite;
import dev.mgx.store.task.StoredState;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Data of an earlier version can be read and its runs continued. */
@Timeout(40)
abstract class EarlierVersionContract extends DatabaseFixture {
    /** The migration history of every database of version 3: these migrations must never be changed. */
    private static final Map<String, Integer> CHECKSUMS =
            Map.of("1", 1_689_310_166, "2", 394_292_264, "3", -365_282_161);

    EarlierVersionContract(TestDatabase database) {
        super(database);
    }

    private DataSource source() throws IOException {
        return switch (url) {
            case DatabaseUrl.OfDataFolder inIt -> {
                SQLiteDataSource source = new SQLiteDataSource();
                source.setUrl("jdbc:sqlite:" + Files.createDirectories(folder).resolve("mgx.db"));
                yield source;
            }
            case PostgresUrl postgres -> {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setServerNames(postgres.hosts().toArray(String[]::new));
                source.setPortNumbers(postgres.ports());
                source.setDatabaseName(postgres.database());
                source.setUser(postgres.user());
                source.setCurrentSchema(postgres.parameters().get("currentSchema"));
                yield source;
            }
        };
    }

    private void leaveVersion3() throws IOException, SQLException {
        DataSource source = source();
        String[] places = url instanceof PostgresUrl
                ? new String[] {Migrations.COMMON, Migrations.POSTGRES}
                : new String[] {Migrations.COMMON};
        Flyway.configure()
                .dataSource(source)
                .locations(places)
                .target("3")
                .load()
                .migrate();
        try (InputStream rows = Objects.requireNonNull(
                        EarlierVersionContract.class.getResourceAsStream("folder-of-version-3.sql"));
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String line : new String(rows.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("INSERT")) {
                    statement.execute(line);
                }
            }
            Sql sql = new Sql(connection);
            CHECKSUMS.forEach((version, checksum) -> assertThat(
                            sql.number("SELECT checksum FROM flyway_schema_history WHERE version = ?", version))
                    .as("the checksum of migration %s", version)
                    .isEqualTo(checksum.longValue()));
        }
    }

    @Test
    void theTasksOfADataFolderOfVersion3AreThereAndAreGoneOnWith() throws Exception {
        leaveVersion3();
        try (StoreFixture fixture = open()) {
            Store store = fixture.store();
            assertThat(store.tasks().page(null, 1, 10).items())
                    .extracting(Task::id)
                    .containsExactly("task-0005", "task-0004", "task-0003", "task-0002", "task-0001");
            for (int i = 1; i <= 5; i++) {
                fixture.check("task-000" + i);
            }

            TaskState done = store.tasks().state("task-0001").orElseThrow();
            assertThat(done.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(done.finalResult()).containsEntry("summary", "It works");
            assertThat(done.usage().costUsd()).isEqualByComparingTo("0.0125");
            assertThat(store.artifacts().manifest("task-0001", 1)).containsOnlyKeys("Todo.java");
            assertThat(store.tasks().find("task-0001").map(Task::inputPrompt).orElseThrow())
                    .contains("\"quotes\" and 中文");

            Claim taken = store.claims().takeOver("task-0003").orElseThrow();
            assertThat(taken.task().options())
                    .isEqualTo(new TaskOptions(300, new BigDecimal("1.50"), 90_000L, true, "small", null));
            assertThat(taken.state().waitingFor()).isNotNull();
            assertThat(store.inbox().on("task-0003", "messages")).hasSize(1);
            assertThat(store.steps().find("task-0003", 1, "design")).hasValue(new Steps.Known(1, "\"a quiz\""));
            fixture.succeed(taken.fence());

            List<EventDraft> start = List.of(EventDraft.of(EventType.TASK_START, "Started"));
            Claim queued = store.claims()
                    .claimNext(offer -> {
                        assertThat(offer.waitingMessages()).containsExactly("In blue");
                        return start;
                    })
                    .orElseThrow();
            assertThat(queued.task().id()).isEqualTo("task-0004");
            assertThat(queued.request().options().maxTokens()).isEqualTo(5_000L);

            fixture.running("task-0002", RunRequest.RESUME);
            assertThat(Invariants.types(Invariants.check(store, "task-0002"))).hasSize(7);
        }
    }

    /** Like a start that rebuilds it. */
    @Test
    void theEventsOfVersion3FoldToTheStatesThatItKept() throws Exception {
        leaveVersion3();
        try (Readers readers = new Readers(database(), Store.DEFAULT_TIMEOUT)) {
            for (int i = 1; i <= 5; i++) {
                String id = "task-000" + i;
                String kept = readers.read(
                                sql -> sql.first(row -> row.getString(1), "SELECT state FROM task WHERE id = ?", id))
                        .orElseThrow();
                assertThat(StoredState.folded(readers, id)).hasValue(StoredState.read(kept));
            }
        }
    }

    private Database database() {
        return switch (url) {
            case DatabaseUrl.OfDataFolder inIt -> new Sqlite(folder.resolve("mgx.db"));
            case PostgresUrl postgres -> new Postgres(postgres);
        };
    }
}
