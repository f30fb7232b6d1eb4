package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places go round by task, and none gets lost. */
@Timeout(20)
class CallPlacesTest {
    private static final Duration LONG = Duration.ofSeconds(15);

    @Test
    void aFreePlaceGoesToTheTaskWhoseTurnItIs() throws Exception {
        CallPlaces places = new CallPlaces(1);
        places.take("a", LONG);
        List<String> order = new CopyOnWriteArrayList<>();
        List<FutureTask<Boolean>> waiting = new CopyOnWriteArrayList<>();
        for (String call : List.of("a1", "a2", "a3", "b1", "c1", "b2")) {
            waiting.add(GatewayBench.started(() -> {
                boolean taken = places.take(call.substring(0, 1), LONG);
                order.add(call);
                places.release();
                return taken;
            }));
            awaitWaiting(places, waiting.size());
        }

        places.release();

        for (FutureTask<Boolean> each : waiting) {
            assertThat(each.get()).isTrue();
        }
        assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
    }

    @Test
    void whoGivesUpWaitingLosesNobodyAPlace() throws Exception {
        CallPlaces places = new CallPlaces(1);
        places.take("a", LONG);
        assertThat(places.take("a", Duration.ofMillis(1))).isFalse();
        assertThat(places.taken()).isEqualTo(1);
        Thread interrupted = Thread.ofVirtual().start(() -> {
            try {
                places.take("a", LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitWaiting(places, 1);
        interrupted.interrupt();
        interrupted.join();
        assertThat(places.waiting()).isZero();

        places.release();
        assertThat(places.taken()).isZero();

        assertThat(places.take("b", Duration.ZERO)).isTrue();
        assertThat(places.take("b", Duration.ZERO)).isFalse();
    }

    private static void awaitWaiting(CallPlaces places, int count) throws Exception {
        Await.until(() -> places.waiting() >= count);
    }
}
