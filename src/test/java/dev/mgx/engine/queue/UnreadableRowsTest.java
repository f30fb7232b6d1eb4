package dev.mgx.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.EngineFixture;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.task.ErrorType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that cannot be read at start, newer or damaged ones, fail their task; all others are run. */
@Timeout(30)
class UnreadableRowsTest {
    private static final EngineLimits ONE_SLOT =
            new EngineLimits(1, 10, Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofMillis(200));

    @TempDir
    Path folder;

    private void damage(String column, String taskId) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mgx.db"));
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE task SET " + column + " = '{\"kind\":\"TOMORROW\"}' WHERE id = '" + taskId + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anUnreadableTaskFailsAndTheNextOnesRun() throws Exception {
        String interrupted;
        String first;
        String second;
        CountDownLatch working = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    working.countDown();
                    new CountDownLatch(1).await();
                    return EngineFixture.done("never");
                },
                ONE_SLOT,
                Recovery.RESUME)) {
            interrupted = fixture.started();
            working.await();
            first = fixture.started();
            second = fixture.started();
        }
        damage("request", interrupted);
        damage("state", interrupted);
        damage("request", first);
        try (EngineFixture fixture =
                new EngineFixture(folder, run -> EngineFixture.done("done"), ONE_SLOT, Recovery.RESUME)) {
            assertThat(fixture.awaitOver(second).status()).isEqualTo(TaskStatus.SUCCEEDED);
            for (String bad : new String[] {interrupted, first}) {
                TaskState state = fixture.awaitOver(bad);
                assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
                assertThat(state.errorMessage()).contains("was written by a newer MGX Engine or is damaged");
                assertThat(state.errorType()).isEqualTo(ErrorType.STORAGE);
                Invariants.checkOver(fixture.store(), bad);
            }
            fixture.engine().run(first, RunRequest.FRESH); // a new request can be read
            assertThat(fixture.await(first, state -> state.status() == TaskStatus.SUCCEEDED)
                            .run())
                    .isEqualTo(2);
        }
    }

    @Test
    void aTakeoverThatFailsForeverKeepsNoOtherTaskFromStarting() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Semaphore polls = new Semaphore(0);
        Dispatcher dispatcher = new Dispatcher(
                1,
                List.of("stubborn", "gone"),
                id -> {
                    if (id.equals("stubborn")) {
                        tries.incrementAndGet();
                        throw new IllegalStateException("expected in the log");
                    }
                    return Optional.empty();
                },
                () -> {
                    polls.release();
                    return Optional.empty();
                },
                (claim, slot) -> {});
        dispatcher.start();
        assertThat(polls.tryAcquire(2, 20, TimeUnit.SECONDS)).isTrue();
        dispatcher.stop(Duration.ofSeconds(10));
        assertThat(tries.get()).as("it is tried again").isGreaterThanOrEqualTo(2);
    }
}
