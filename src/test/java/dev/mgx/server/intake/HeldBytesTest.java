package dev.mgx.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HeldBytesTest {
    private static final int UNCOUNTED = 16 * 1024;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final HeldBytes held = new HeldBytes(1_000);

    @Test
    void takesNoMoreThanThereIsRoomForUntilSomeIsFreed() {
        HeldBytes.Share first = held.share();
        first.grow(UNCOUNTED);
        assertThat(held.held()).isZero();
        first.grow(900);
        HeldBytes.Share second = held.share();
        second.grow(UNCOUNTED + 100);
        assertThatThrownBy(() -> second.grow(1)).isInstanceOf(Overloaded.class);
        assertThat(held.held()).isEqualTo(1_000);
        first.close();
        first.close();
        second.grow(1);
        second.close();
        assertThat(held.held()).isZero();
    }

    @Test
    void whatIsSmallIsTakenEvenWhenThereIsNoRoom() {
        held.share().grow(UNCOUNTED + 1_000);
        held.share().grow(UNCOUNTED);
        assertThatThrownBy(() -> held.share().grow(UNCOUNTED + 1)).isInstanceOf(Overloaded.class);
    }

    @Test
    void whatIsLargerThanAllTheRoomIsTakenAlone() {
        HeldBytes.Share large = held.share();
        large.grow(1 << 20);
        large.grow(1 << 20);
        assertThatThrownBy(() -> held.share().grow(1 << 20)).isInstanceOf(Overloaded.class);
        large.close();
        held.share().grow(1 << 20);
    }

    @Test
    void waitsForRoom() throws Exception {
        HeldBytes.Share first = held.share();
        first.grow(1 << 20);
        assertThatThrownBy(() -> held.share().grow(1 << 20, Duration.ofMillis(20)))
                .isInstanceOf(Overloaded.class);
        FutureTask<Long> waiting = new FutureTask<>(() -> {
            held.share().grow(UNCOUNTED + 7, LONG);
            return held.held();
        });
        Thread.startVirtualThread(waiting);
        first.close();
        assertThat(waiting.get()).isEqualTo(7);
    }
}
