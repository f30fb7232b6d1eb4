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

/** The clock on the wall is set an hour forwards and back while runs are under way: no deadline minds. */
@Timeout(60)
class ClockMovedTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final MovedClock clock = new MovedClock();

    @TempDir
    Path folder;

    /** The right time, and by how much it is wrong. */
    private static final class MovedClock extends Clock {
        private volatile Duration wrong = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(wrong);
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

    private static Optional<Map<String, @Nullable Object>> ask(Run run, Duration patience) throws InterruptedException {
        return run.receive(
                "approval",
                "approval",
                patience,
                EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                answer -> answer);
    }

    private static void log(Run run, String step) throws InterruptedException {
        assertThat(run.<String>step(step, String.class, at -> {
                    at.emit(EventDraft.of(EventType.LOG, step));
                    return step;
                }))
                .isEqualTo(step);
    }

    @Test
    void aRunAndItsStepsKeepTheirTimeAndTheirEventsNeverGoBack() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    log(run, "before");
                    first.await();
                    for (Duration wrong : List.of(HOUR, HOUR.negated(), Duration.ZERO)) {
                        clock.wrong = wrong;
                        log(run, "at " + wrong);
                        run.step("looked after " + wrong, String.class, step -> {
                            assertThat(step.timeLeft())
                                    .isBetween(Duration.ofSeconds(1), EngineFixture.QUICK.taskDuration());
                            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS); // three looks
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
    void aPersonIsWaitedForThoughTheClockSaysThatTheTimeIsOver() throws Exception {
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
            clock.wrong = HOUR;
            fixture.engine().say(id, "has it look again");
            clock.wrong = HOUR.negated();
            fixture.engine().approve(id, true, "still asked");
            TaskState over = fixture.awaitOver(id);
            assertThat(over.finalResult()).containsEntry("summary", "still asked");
            assertThat(Invariants.checkOver(fixture.store(), id)).isNotEmpty();
        }
    }

    @Test
    void aPersonWhoDoesNotAnswerIsNotWaitedForAnHourLonger() throws Exception {
        try (EngineFixture fixture = new EngineFixture(
                folder,
                run -> {
                    log(run, "before");
                    return EngineFixture.done(ask(run, Duration.ofMillis(1_500)).isEmpty() ? "nobody" : "somebody");
                },
                clock)) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            clock.wrong = HOUR.negated();
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "nobody");
        }
    }

    @Test
    void aServerThatComesBackWithItsClockSetBackWaitsNoLongerThanWasSaid() throws Exception {
        EngineFixture.Script script =
                run -> EngineFixture.done(ask(run, Duration.ofSeconds(6)).isEmpty() ? "nobody" : "somebody");
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, script, clock)) {
            id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
        }
        clock.wrong = HOUR.negated();
        try (EngineFixture fixture = new EngineFixture(folder, script, clock)) {
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "nobody");
        }
    }
}
