package dev.mgx.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A clock that stands still while the process is suspended. */
@Timeout(20)
class SuspendAwareClockTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private final AtomicLong running = new AtomicLong(Long.MAX_VALUE - 50); // nanoTime may overflow
    private final AtomicLong waited = new AtomicLong();
    private final SuspendAwareClock time = new SuspendAwareClock(running::get, waited::get);
    private final long start = time.nanoTime();

    private void pass(Duration duration) {
        running.addAndGet(duration.toNanos());
    }

    private Duration passed() {
        return Duration.ofNanos(time.nanoTime() - start);
    }

    @Test
    void allTimeCountsWhileItTicks() {
        for (int i = 0; i < 50; i++) {
            pass(TICK);
            time.tick();
        }
        pass(TICK);
        assertThat(passed()).isEqualTo(TICK.multipliedBy(51));
    }

    @Test
    void aLateTickOnABusyMachineLosesNoTime() {
        pass(SuspendAwareClock.MAX_STEP);
        time.tick();
        assertThat(passed()).isEqualTo(SuspendAwareClock.MAX_STEP);
    }

    @Test
    void aSuspensionDoesNotCountWhetherTheTickOrAReaderComesFirst() {
        pass(Duration.ofHours(1));
        assertThat(passed()).as("before the tick").isEqualTo(SuspendAwareClock.MAX_STEP);
        time.tick();
        assertThat(passed()).as("after the tick").isEqualTo(SuspendAwareClock.MAX_STEP);
        pass(TICK);
        assertThat(passed()).as("continues afterwards").isEqualTo(SuspendAwareClock.MAX_STEP.plus(TICK));
    }

    @Test
    void aThreadThatIsKeptFromRunningLosesNoTime() {
        time.tick();
        pass(Duration.ofSeconds(29));
        waited.addAndGet(Duration.ofSeconds(28).toNanos());
        time.tick();
        assertThat(passed()).isEqualTo(Duration.ofSeconds(29));
    }

    @Test
    void aSuspensionOfAThreadThatHadBeenKeptFromRunningDoesNotCount() {
        time.tick();
        pass(Duration.ofHours(1));
        waited.addAndGet(Duration.ofSeconds(3).toNanos());
        time.tick();
        assertThat(passed()).isEqualTo(SuspendAwareClock.MAX_STEP.plusSeconds(3));
    }
}
