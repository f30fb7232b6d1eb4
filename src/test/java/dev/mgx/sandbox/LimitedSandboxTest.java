package dev.mgx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only so many programs run at once. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class LimitedSandboxTest {
    private static final Command COMMAND = new Command(List.of("true"), Map.of(), Duration.ofSeconds(15));

    private final Occupied programs = new Occupied();
    private final LimitedSandbox sandbox = new LimitedSandbox(programs, 2);
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<FutureTask<Execution>> started = new ArrayList<>();

    /** Programs that run until they are let go. */
    private static final class Occupied implements Sandbox {
        private final Semaphore ends = new Semaphore(0);
        private final AtomicInteger running = new AtomicInteger();
        private final List<String> begun = new ArrayList<>(); // guarded by itself

        @Override
        public Isolation isolation() {
            return Isolation.PROCESS;
        }

        @Override
        public String description() {
            return "";
        }

        @Override
        public List<LanguageRuntime> runtimes() {
            return List.of();
        }

        @Override
        public boolean canExecute() {
            return true;
        }

        @Override
        public Execution run(Command command, OutputListener listener) throws InterruptedException {
            running.incrementAndGet();
            synchronized (begun) {
                begun.add(command.argv().getFirst());
            }
            try {
                ends.acquire();
                return new Execution(ExitReason.EXITED, 0, Duration.ZERO, false, true, List.of());
            } finally {
                running.decrementAndGet();
            }
        }

        List<String> begun() {
            synchronized (begun) {
                return List.copyOf(begun);
            }
        }

        @Override
        public void close() {}
    }

    private void start(String task, String program) {
        Command command = new Command(List.of(program), Map.of(), COMMAND.timeout());
        FutureTask<Execution> running =
                new FutureTask<>(() -> sandbox.forTask(task).run(command, new OutputListener() {
                    @Override
                    public void lines(List<OutputLine> lines) {}

                    @Override
                    public void waits() {
                        waiting.incrementAndGet();
                    }
                }));
        started.add(running);
        Thread.ofVirtual().start(running);
    }

    /** Starts one, and returns when it runs or has said that it waits. */
    private void startInTurn(String task, String program) throws Exception {
        start(task, program);
        int known = started.size();
        Await.until(() -> programs.running.get() + sandbox.waiting() == known);
    }

    @Test
    void asManyRunAsMayAndTheOthersSayThatTheyWaitAndTakeTurnsByTask() throws Exception {
        for (String program : List.of("a1", "a2", "a3", "a4", "b1", "c1")) {
            startInTurn(program.substring(0, 1), program);
        }
        assertThat(programs.begun()).containsExactlyInAnyOrder("a1", "a2");
        assertThat(waiting).hasValue(4);

        for (int begun = 3; begun <= 6; begun++) {
            int count = begun;
            programs.ends.release();
            Await.until(() -> programs.begun().size() == count);
            assertThat(programs.running).hasValue(2);
        }
        assertThat(programs.begun().subList(2, 6)).containsExactly("a3", "b1", "c1", "a4");
        programs.ends.release(2);
        for (FutureTask<Execution> each : started) {
            assertThat(each.get().succeeded()).isTrue();
        }
    }

    @Test
    void whoIsStoppedWhileItWaitsLeavesAtOnceAndTakesNoSlot() throws Exception {
        startInTurn("a", "a1");
        startInTurn("a", "a2");
        CountDownLatch left = new CountDownLatch(1);
        Thread stopped = Thread.ofVirtual().start(() -> {
            try {
                var _ = sandbox.forTask("b").run(COMMAND, new OutputListener() {
                    @Override
                    public void lines(List<OutputLine> lines) {}

                    @Override
                    public void waits() {
                        Thread.currentThread().interrupt();
                    }
                });
            } catch (InterruptedException e) {
                left.countDown();
            }
        });
        stopped.join();
        assertThat(left.getCount()).isZero();

        programs.ends.release(2);
        for (FutureTask<Execution> each : started) {
            assertThat(each.get().succeeded()).isTrue();
        }
        started.clear();
        startInTurn("c", "c1");
        startInTurn("c", "c2");
        assertThat(programs.running).hasValue(2);
        programs.ends.release(2);
    }

    @Test
    void aProgramWaitsNoLongerThanItMayTake() throws Exception {
        startInTurn("a", "a1");
        startInTurn("a", "a2");
        Command hurried = new Command(List.of("true"), Map.of(), Duration.ofMillis(1));
        assertThatThrownBy(() -> sandbox.forTask("b").run(hurried, OutputListener.NONE))
                .isInstanceOf(SandboxFailure.class)
                .hasMessageContaining("slot");
        programs.ends.release(2);
        for (FutureTask<Execution> each : started) {
            assertThat(each.get().succeeded()).isTrue();
        }
    }
}
