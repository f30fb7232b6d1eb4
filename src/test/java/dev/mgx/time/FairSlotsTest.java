package dev.mgx.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.GatewayFixture;
import dev.mgx.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks take turns for slots, and no slot is lost. */
@Timeout(20)
class FairSlotsTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    @Test
    void tasksTakeTurnsForFreeSlots() throws Exception {
        FairSlots slots = new FairSlots(1);
        slots.tryAcquire("a", LONG);
        List<String> order = new CopyOnWriteArrayList<>();
        List<FutureTask<Boolean>> waiting = new CopyOnWriteArrayList<>();
        for (String call : List.of("a1", "a2", "a3", "b1", "c1", "b2")) {
            waiting.add(GatewayFixture.started(() -> {
                boolean acquired = slots.tryAcquire(call.substring(0, 1), LONG);
                order.add(call);
                slots.release();
                return acquired;
            }));
            awaitWaiting(slots, waiting.size());
        }

        slots.release();

        for (FutureTask<Boolean> each : waiting) {
            assertThat(each.get()).isTrue();
        }
        assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void aWaiterThatGivesUpLeaksNoSlot() throws Exception {
        FairSlots slots = new FairSlots(1);
        slots.tryAcquire("a", LONG);
        assertThat(slots.tryAcquire("a", Duration.ofMillis(1))).isFalse();
        assertThat(slots.inUse()).isEqualTo(1);
        Thread interrupted = Thread.ofVirtual().start(() -> {
            try {
                slots.tryAcquire("a", LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitWaiting(slots, 1);
        interrupted.interrupt();
        interrupted.join();
        assertThat(slots.waiting()).isZero();

        slots.release();
        assertThat(slots.inUse()).isZero();

        assertThat(slots.tryAcquire("b", Duration.ZERO)).isTrue();
        assertThat(slots.tryAcquire("b", Duration.ZERO)).isFalse();
    }

    private static void awaitWaiting(FairSlots slots, int count) throws Exception {
        Await.until(() -> slots.waiting() >= count);
    }
}
