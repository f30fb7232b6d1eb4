package dev.mgx.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LoopFailureTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final LoopFailure failure = new LoopFailure(ended::incrementAndGet);

    @Test
    void onlyMemoryThatIsUsedUpEndsTheProcess() {
        failure.check(new IllegalStateException("broken", new StackOverflowError()));
        assertThat(ended).hasValue(0);
        failure.check(new OutOfMemoryError("Java heap space"));
        assertThat(ended).hasValue(1);
        failure.unhandled(new IllegalStateException("broken", new IllegalArgumentException(new OutOfMemoryError())));
        assertThat(ended).hasValue(2);
    }
}
