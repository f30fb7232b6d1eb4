package dev.mgx.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PendingWriteTest {
    private static final WriteTimeouts LITTLE = new WriteTimeouts(Duration.ofMillis(20), Duration.ofMillis(20));

    private final PendingWrite<Boolean> write = new PendingWrite<>(tx -> true);

    @Test
    void aWriteThatWaitedTooLongForItsTurnIsTakenBack() {
        assertThatThrownBy(() -> write.await(LITTLE, Duration.ofSeconds(9)))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessage("The database is busy");
        assertThat(write.begin()).isFalse();
    }

    @Test
    void aWriteThatHasBegunIsNeverCalledAFailure() {
        assertThat(write.begin()).isTrue();
        assertThatThrownBy(() -> write.await(LITTLE, Duration.ofSeconds(9))).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void anInterruptOfAWriteThatHasBegunIsLeftForLater() {
        assertThat(write.begin()).isTrue();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> write.await(LITTLE, Duration.ofSeconds(9))).isInstanceOf(OutcomeUnknown.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
