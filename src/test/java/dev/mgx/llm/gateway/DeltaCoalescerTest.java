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
    private final List<String> passedOn = new ArrayList<>();
    private final DeltaCoalescer deltas = new DeltaCoalescer(passedOn::add, nanos::get);

    @Test
    void holdsTheFirstPiecesOfAQuickAnswerAndPassesThoseOfASlowOneOnAtOnce() throws Exception {
        deltas.add("a");
        assertThat(passedOn).isEmpty();

        nanos.addAndGet(DeltaCoalescer.INTERVAL.toNanos());
        deltas.add("b");
        deltas.add("c");

        assertThat(passedOn).containsExactly("ab");
    }

    @Test
    void passesOnWhatGatheredInAQuarterOfASecond() throws Exception {
        deltas.add("a");
        deltas.add("b");
        nanos.addAndGet(DeltaCoalescer.INTERVAL.toNanos());
        deltas.flushIfDue();

        assertThat(passedOn).containsExactly("ab");
    }

    @Test
    void passesOnTwoKilobytesWithoutWaiting() throws Exception {
        deltas.add("a");
        deltas.add("ü".repeat(DeltaCoalescer.SIZE_BYTES / 2));

        assertThat(passedOn).hasSize(1);
    }

    @Test
    void losesNothing() throws Exception {
        for (int i = 0; i < 100; i++) {
            deltas.add("piece " + i + "\n");
            nanos.addAndGet(7_000_000);
        }
        deltas.flush();

        assertThat(String.join("", passedOn).lines()).hasSize(100);
        assertThat(passedOn).hasSizeLessThanOrEqualTo(5);
    }
}
