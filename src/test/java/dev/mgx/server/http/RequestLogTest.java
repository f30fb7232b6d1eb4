package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class RequestLogTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RequestLog log = new RequestLog(nanos::get);

    @Test
    void aFloodOfRefusalsIsTenLinesAMinuteAndThenHowManyThereWere() {
        for (int i = 0; i < 10; i++) {
            assertThat(log.count(403)).isZero();
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(log.count(403)).isEqualTo(-1);
        }
        assertThat(log.count(503)).as("another status").isZero();
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertThat(log.count(403)).isEqualTo(1000);
        assertThat(log.count(403)).isZero();
    }
}
