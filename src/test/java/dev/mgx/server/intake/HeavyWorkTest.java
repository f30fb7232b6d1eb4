package dev.mgx.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeavyWorkTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private HeavyWork work = work(LONG, LONG);

    private static HeavyWork work(Duration wait, Duration time) {
        return new HeavyWork(new IntakeLimits(1, 1, 1, wait, time));
    }

    @AfterEach
    void close() {
        work.close();
    }

    private String untilItMayEnd() {
        try {
            mayEnd.await();
            ends.add("ended");
        } catch (InterruptedException e) {
            ends.add("interrupted");
        }
        return "";
    }

    private Thread caller() {
        return Thread.startVirtualThread(() -> {
            try {
                work.call(this::untilItMayEnd);
            } catch (Exception e) {
                ends.add(e.getClass().getSimpleName());
            }
        });
    }

    @Test
    void whatGetsNoTurnIsToldToTryAgain() throws Exception {
        work.close();
        work = work(SHORT, LONG);
        caller();
        assertThatThrownBy(() -> {
                    while (true) {
                        work.call(() -> "");
                    }
                })
                .isInstanceOf(Overloaded.class)
                .hasMessageContaining("busy");
        mayEnd.countDown();
        assertThat(ends.take()).isEqualTo("ended");
    }

    @Test
    void whatTakesTooLongIsInterrupted() throws Exception {
        work.close();
        work = work(LONG, SHORT);
        assertThatThrownBy(() -> work.call(this::untilItMayEnd))
                .isInstanceOf(Overloaded.class)
                .hasMessageContaining("50 ms");
        assertThat(ends.take()).isEqualTo("interrupted");
    }

    @Test
    void whoeverLeavesEndsTheWorkAndItsPlaceIsFree() throws Exception {
        Thread caller = caller();
        FutureTask<String> next = new FutureTask<>(() -> work.call(() -> "next"));
        Thread.startVirtualThread(next);
        caller.interrupt();
        assertThat(next.get()).isEqualTo("next");
        caller.join();
        assertThat(ends).contains("InterruptedException");
    }

    @Test
    void aFailureIsTheCallers() {
        assertThatThrownBy(() -> work.call(() -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }

    @Test
    void computesOnThreadsThatHoldUpNoVirtualThread() throws Exception {
        int many = Runtime.getRuntime().availableProcessors() * 2;
        try (HeavyWork wide = new HeavyWork(new IntakeLimits(1, 1, many, LONG, LONG))) {
            CountDownLatch computing = new CountDownLatch(many);
            for (int i = 0; i < many; i++) {
                Thread.startVirtualThread(new FutureTask<>(() -> wide.call(() -> {
                    computing.countDown();
                    while (mayEnd.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    return "";
                })));
            }
            assertThat(computing.await(10, TimeUnit.SECONDS)).isTrue();
            FutureTask<String> light = new FutureTask<>(() -> "light");
            Thread.startVirtualThread(light);
            assertThat(light.get(10, TimeUnit.SECONDS)).isEqualTo("light");
            mayEnd.countDown();
        }
    }
}
