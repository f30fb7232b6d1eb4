package dev.mgx.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.CapturedLog;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OutageTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Outage outage = new Outage("written", nanos::get);

    private void failEverySecond(int seconds, String why) {
        for (int i = 0; i < seconds; i++) {
            outage.failed(why);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaidOnceThenEveryMinuteAndThenThatItIsBack() {
        try (CapturedLog log = new CapturedLog()) {
            outage.succeeded();
            failEverySecond(125, "It refuses connections");
            outage.succeeded();
            outage.succeeded();
            assertThat(log.lines())
                    .map(String::strip)
                    .containsExactly(
                            "It refuses connections",
                            "The database could not be written for 60 s: It refuses connections",
                            "The database could not be written for 120 s: It refuses connections",
                            "The database is back: it can be written again, after 125 s");
        }
    }

    @Test
    void anotherReasonIsSaidButNotEachTimeThatTwoTakeTurns() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 5; i++) {
                failEverySecond(1, "It refuses connections");
                failEverySecond(1, "It does not answer");
            }
            assertThat(log.lines())
                    .map(String::strip)
                    .containsExactly(
                            "It refuses connections", "The database could not be written for 5 s: It does not answer");
        }
    }
}
