package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock is set forward and back by an hour during runs: no deadline is affected. */
@Timeout(60)
class ClockChangeTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final AdjustableClock clock = new AdjustableClock();

    @TempDir
    Path folder;

    /** The system clock plus an offset. */
    private static final class AdjustableClock extends Clock {
        private volatile Duration offset = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(offset);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Optional<Map<String, @Nullable Object>> ask(Run run, Duration timeout) throws InterruptedException {
        return run.receive(
                "approval", "approval", timeout, EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"), answer -> answer);
    }

    private static void log(Run run, String step) throws InterruptedException {
        assertThat(run.<String>step(step, String.class, at -> {
                    at.emit(EventDraft.of(EventType.LOG, step));
                    return step;
                }))
                .isEqualTo(step);
    }

    @Test
    void timeLimitsAndEventTimesAreUnaffected() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    log(run, "before");
                    first.await();
                    for (Duration offset : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
                        clock.offset = offset;
                        log(run, "at " + offset);
                        run.step("looked after " + offset, String.class, step -> {
                            assertThat(step.timeLeft())
                                    .isBetween(Duration.ofSeconds(1), EngineFixture.QUICK.taskDuration());
                            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS); // three watchdog ticks
                            return "";
                        });
                    }
                    return EngineFixture.done("in time");
                },
                clock)) {
            String id = fixture.started();
            first.countDown();
            TaskState over = fixture.awaitOver(id);
            assertThat(over.status()).as("%s", over.finalResult()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(Invariants.checkOver(fixture.store(), id)).hasSizeGreaterThan(6);
        }
    }

    @Test
    void aWaitForAPersonGoesOnThoughTheClockIsPastItsEnd() throws Exception {
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    var answer = ask(run, Duration.ofMinutes(30));
                    assertThat(run.drain("messages", "messages")).hasSize(1);
                    return EngineFixture.done(
                            String.valueOf(answer.orElseThrow().get("comment")));
                },
                clock)) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            clock.offset = HOUR;
            fixture.engine().say(id, "makes it check its deadline again");
            clock.offset = HOUR.negated();
            fixture.engine().approve(id, true, "still asked");
            TaskState over = fixture.awaitOver(id);
            assertThat(over.finalResult()).containsEntry("summary", "still asked");
            assertThat(Invariants.checkOver(fixture.store(), id)).isNotEmpty();
        }
    }

    @Test
    void aClockSetBackDoesNotProlongAWait() throws Exception {
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    log(run, "before");
                    return EngineFixture.done(ask(run, Duration.ofMillis(1_500)).isEmpty() ? "nobody" : "somebody");
                },
                clock)) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            clock.offset = HOUR.negated();
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "nobody");
        }
    }

    @Test
    void aClockSetBackDuringARestartDoesNotProlongAWait() throws Exception {
        EngineFixture.Script script =
                run -> EngineFixture.done(ask(run, Duration.ofSeconds(6)).isEmpty() ? "nobody" : "somebody");
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, script, clock)) {
            id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
        }
        clock.offset = HOUR.negated();
        try (EngineFixture fixture = new EngineFixture(folder, script, clock)) {
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "nobody");
        }
    }
}
