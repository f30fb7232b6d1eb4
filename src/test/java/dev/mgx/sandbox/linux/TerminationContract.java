package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How programs are stopped from outside. */
@Timeout(60)
abstract class TerminationContract extends SandboxFixture {
    /** Ignores signals, starts a daemon, and writes nothing more, so that no broken pipe ends it. */
    private static final String UNRESPONSIVE =
            "trap '' TERM INT HUP; (setsid sh -c 'sleep 1000; :' $0 &); echo up; while :; do sleep 1; done";

    private final SandboxSetting setting;

    TerminationContract(SandboxSetting setting) {
        super(setting);
        this.setting = setting;
    }

    @Test
    void isDeadWhenTheInterruptedCallerGetsItsException() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        FutureTask<Duration> call = new FutureTask<>(() -> {
            assertThatThrownBy(() -> sandbox.run(shell(UNRESPONSIVE, LONG), lines -> running.countDown()))
                    .isInstanceOf(InterruptedException.class);
            long interrupted = System.nanoTime();
            assertThat(MarkedProcesses.with(mark)).isEmpty();
            return Duration.ofNanos(interrupted);
        });
        Thread caller = Thread.ofVirtual().start(call);
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

        Duration interruptedAt = Duration.ofNanos(System.nanoTime());
        caller.interrupt();
        assertThat(call.get().minus(interruptedAt)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void isNotStartedOnBehalfOfAnInterruptedCaller() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> run(UNRESPONSIVE)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isDeadWhenItsListenerFails() {
        assertThatThrownBy(() -> sandbox.run(shell(UNRESPONSIVE, LONG), lines -> {
                    throw new IllegalStateException("no more");
                }))
                .hasMessage("no more");
    }

    @Test
    void endsInTimeWhileItsListenerBlocks() throws Exception {
        Execution execution = sandbox.run(shell("yes", SHORT), lines -> awaitDeath());

        assertThat(execution.exitReason()).isIn(ExitReason.TIMED_OUT, ExitReason.OUTPUT_FLOOD);
        assertThat(execution.confirmedDead()).isTrue();
    }

    @Test
    void isStoppedWithItsSandboxAndNoThreadIsLeft() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Sandbox closing = another(LIMITS);
        FutureTask<Execution> call =
                new FutureTask<>(() -> closing.run(shell(UNRESPONSIVE, LONG), lines -> running.countDown()));
        Thread.ofVirtual().start(call);
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(threads("sandbox-watch")).isPositive();
        long launchers = threads("sandbox-launcher");

        closing.close();

        assertThat(MarkedProcesses.with(mark)).isEmpty();
        assertThat(call.get().exitReason()).isEqualTo(ExitReason.STOPPED);
        awaitAtMost("sandbox-launcher", launchers - 1);
        awaitAtMost("sandbox-watch", 0);
    }

    @Test
    void diesWithTheServer() throws Exception {
        try (SandboxChild server = SandboxChild.start(setting, UNRESPONSIVE, mark)) {
            server.awaitOutput();
            var processes = MarkedProcesses.with(mark).stream()
                    .filter(process -> process.pid() != server.pid())
                    .toList();
            assertThat(processes).isNotEmpty();

            server.killHard();

            for (ProcessHandle process : processes) {
                process.onExit().get(5, TimeUnit.SECONDS);
            }
        }
    }

    /** Blocks until no process with the mark is alive. */
    private void awaitDeath() throws InterruptedException {
        try {
            for (ProcessHandle process : MarkedProcesses.with(mark)) {
                process.onExit().get(10, TimeUnit.SECONDS);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the threads of this test and the one before to end. */
    private static void awaitAtMost(String prefix, long most) throws Exception {
        Await.until(() -> threads(prefix) <= most, 10);
        assertThat(threads(prefix)).as(prefix).isLessThanOrEqualTo(most);
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
