package dev.mgx.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time that stands while the process does. */
@Timeout(20)
class SuspendAwareClockTest {
    private static final Duration TICK = Duration.ofMillis(100);

    private final AtomicLong running = new AtomicLong(Long.MAX_VALUE - 50); // nanoTime may run over
    private final SuspendAwareClock time = new SuspendAwareClock(running::get);
    private final long began = time.nanoTime();

    private void pass(Duration duration) {
        running.addAndGet(duration.toNanos());
    }

    private Duration passed() {
        return Duration.ofNanos(time.nanoTime() - began);
    }

    @Test
    void whileItTicksAllTimePasses() {
        for (int i = 0; i < 50; i++) {
            pass(TICK);
            time.tick();
        }
        pass(TICK);
        assertThat(passed()).isEqualTo(TICK.multipliedBy(51));
    }

    @Test
    void aTickThatIsLateOnABusyMachineLosesNothing() {
        pass(SuspendAwareClock.LONGEST_STEP);
        time.tick();
        assertThat(passed()).isEqualTo(SuspendAwareClock.LONGEST_STEP);
    }

    @Test
    void aPauseDoesNotPassWhoeverLooksFirstWhenItIsOver() {
        pass(Duration.ofHours(1));
        assertThat(passed()).as("before the tick").isEqualTo(SuspendAwareClock.LONGEST_STEP);
        time.tick();
        assertThat(passed()).as("after it").isEqualTo(SuspendAwareClock.LONGEST_STEP);
        pass(TICK);
        assertThat(passed()).as("and it goes on").isEqualTo(SuspendAwareClock.LONGEST_STEP.plus(TICK));
    }
}
