package dev.mgx.llm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At most four pieces a second, or one per 2 KB. */
@Timeout(10)
class DeltaCoalescerTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> passed = new ArrayList<>();
    private final DeltaCoalescer deltas = new DeltaCoalescer(passed::add, nanos::get);

    @Test
    void buffersAQuickStartAndFlushesASlowOne() throws Exception {
        deltas.add("a", false);
        assertThat(passed).isEmpty();

        nanos.addAndGet(DeltaCoalescer.INTERVAL.toNanos());
        deltas.add("b", false);
        deltas.add("c", false);

        assertThat(passed).containsExactly("ab");
    }

    @Test
    void flushesAfterAQuarterOfASecond() throws Exception {
        deltas.add("a", false);
        deltas.add("b", false);
        nanos.addAndGet(DeltaCoalescer.INTERVAL.toNanos());
        deltas.flushIfDue();

        assertThat(passed).containsExactly("ab");
    }

    @Test
    void flushesTwoKilobytesAtOnce() throws Exception {
        deltas.add("a", false);
        deltas.add("ü".repeat(DeltaCoalescer.SIZE_BYTES / 2), false);

        assertThat(passed).hasSize(1);
    }

    @Test
    void losesNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            deltas.add("piece " + i + "\n", false);
            nanos.addAndGet(7_000_000);
        }
        deltas.flush();

        assertThat(String.join("", passed).lines()).hasSize(100);
        assertThat(passed).hasSizeLessThanOrEqualTo(5);
    }
}
