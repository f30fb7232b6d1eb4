package dev.mgx.faults.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.engine.Run;
import dev.mgx.engine.Workflow;
import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.store.Store;
import dev.mgx.store.TamperedRows;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Await;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.PostgresServer;
import dev.mgx.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * PostgreSQL refuses what a run records, for good as far as it says: a table belongs to somebody else for a while. What
 * the run does is recorded once it can be, and its end has its own reason.
 */
@Tag("stability")
@Timeout(60)
class RefusedWriteTest {
    private static final String OWNER = "refused_owner";

    @TempDir
    Path folder;

    private final PostgresServer server = TestDatabase.server();
    private final String url = server.freshUrl();
    private final String schema = url.substring(url.indexOf("test_"));

    @BeforeEach
    void makeOwner() {
        server.execute(
                "DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$".formatted(OWNER));
        server.execute("ALTER SCHEMA %s OWNER TO %s".formatted(schema, OWNER));
    }

    private Store open() {
        return Store.open(
                folder,
                DatabaseUrl.parse(url.replace("postgres@", OWNER + "@")),
                Clock.systemUTC(),
                () -> UUID.randomUUID().toString(),
                CommitProbe.NONE);
    }

    private void give(String table, String owner) {
        server.execute("ALTER TABLE %s.%s OWNER TO %s".formatted(schema, table, owner));
    }

    /** Waits, in its step or after it, until it is let go, and ends with {@code result}. */
    private record Held(CountDownLatch begun, CountDownLatch go, boolean inStep, WorkflowResult result)
            implements Workflow {
        Held(boolean inStep, WorkflowResult result) {
            this(new CountDownLatch(1), new CountDownLatch(1), inStep, result);
        }

        @Override
        public Map<String, @Nullable Object> startDetails(Task task) {
            return Map.of();
        }

        @Override
        public WorkflowResult run(Run run) throws InterruptedException {
            run.step("work", String.class, step -> {
                if (inStep) {
                    awaitGo();
                }
                step.emit(EventDraft.of(EventType.LOG, "done"));
                return "done";
            });
            if (!inStep) {
                awaitGo();
            }
            return result;
        }

        private void awaitGo() throws InterruptedException {
            begun.countDown();
            go.await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "task", "step"})
    void aRunGoesOnOnceItsTableCanBeWrittenAgainAndHealthSaysMeanwhileThatWritesAreRefused(String table)
            throws Exception {
        TaskState end = endOf(works(), table);
        assertThat(end.status()).as(end.toString()).isEqualTo(TaskStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "task"})
    void anEndThatIsRefusedIsTriedUntilItIsTakenWithItsOwnReason(String table) throws Exception {
        TaskState end =
                endOf(new Held(false, new WorkflowResult.Failed(ErrorType.INTERNAL, "The model is gone", null)), table);
        assertThat(end.status()).as(end.toString()).isEqualTo(TaskStatus.FAILED);
        assertThat(end.errorMessage()).isEqualTo("The model is gone");
    }

    @Test
    void aReasonWithACharacterThatTheDatabaseDoesNotTakeIsStillTheReason() throws Exception {
        Held work = new Held(false, new WorkflowResult.Failed(ErrorType.INTERNAL, "No such model: x\0y", null));
        try (Store store = open();
                Engine engine = start(store, work)) {
            CountDownLatch over = over(store);
            String id = running(store, engine, work);
            work.go.countDown();
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(store.tasks().state(id).orElseThrow().errorMessage()).isEqualTo("No such model: x\0y");
            assertThat(store.tasks().find(id).orElseThrow().resultSummary()).isEqualTo("No such model: xy");
        }
    }

    @Test
    void aTableOfSqliteThatIsMissingForAWhileDelaysARunAndNoMore() throws Exception {
        try (Store store = Store.open(
                        folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
                TamperedRows table = TamperedRows.of(folder, DatabaseUrl.OF_DATA_FOLDER)) {
            Held work = works();
            TaskState end = endOf(
                    store,
                    work,
                    () -> table.sql().update("ALTER TABLE event RENAME TO event_away"),
                    () -> table.sql().update("ALTER TABLE event_away RENAME TO event"),
                    "no such table: event");
            assertThat(end.status()).as(end.toString()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    private static Held works() {
        return new Held(true, new WorkflowResult.Succeeded("It works", Map.of("summary", "It works")));
    }

    private TaskState endOf(Held work, String table) throws Exception {
        try (Store store = open()) {
            return endOf(
                    store,
                    work,
                    () -> give(table, "postgres"),
                    () -> give(table, OWNER),
                    "permission denied for table " + table);
        }
    }

    /** Lets the work go while the table cannot be written, and gives the table back once health says so. */
    private static TaskState endOf(Store store, Held work, Runnable take, Runnable giveBack, String problem)
            throws Exception {
        try (Engine engine = start(store, work)) {
            CountDownLatch over = over(store);
            String id = running(store, engine, work);
            take.run();
            work.go.countDown();
            Await.until(() -> !store.healthy());
            assertThat(store.health().problem()).contains(problem);
            assertThat(engine.running()).isEqualTo(1);
            giveBack.run();
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            Await.until(store::healthy);
            assertThat(Invariants.checkOver(store, id)).isNotEmpty();
            return store.tasks().state(id).orElseThrow();
        }
    }

    private static Engine start(Store store, Workflow work) {
        return Engine.start(store, work, EngineLimits.DEFAULT, Clock.systemUTC(), System::nanoTime, Recovery.RESUME);
    }

    private static String running(Store store, Engine engine, Held work) throws InterruptedException {
        String id = store.tasks().create(null, "x", TaskOptions.DEFAULT).id();
        engine.run(id, RunRequest.FRESH);
        assertThat(work.begun.await(20, TimeUnit.SECONDS)).isTrue();
        return id;
    }

    private static CountDownLatch over(Store store) {
        CountDownLatch over = new CountDownLatch(1);
        store.journal().listen(new JournalListener() {
            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                if (head.over()) {
                    over.countDown();
                }
            }

            @Override
            public void deleted(String taskId) {}
        });
        return over;
    }
}
