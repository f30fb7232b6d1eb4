package dev.mgx.llm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The next deadline of a call, and its message. */
@Timeout(10)
class CallTimerTest {
    private static final CallDeadlines DEADLINES =
            new CallDeadlines(Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300));

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static CallTimer timer(long secondsLeft) {
        return new CallTimer("m", DEADLINES, Duration.ofSeconds(secondsLeft), at(0));
    }

    @Test
    void theFirstTokenHasItsOwnDeadline() {
        CallTimer timer = timer(1000);

        assertThat(timer.left(at(100))).isEqualTo(Duration.ofSeconds(20));
        assertThat(timer.failure(at(120)))
                .hasMessage("The model m sent no first token within 2 minutes (MGX_LLM_FIRST_TOKEN_TIMEOUT)");
    }

    @Test
    void everyActivityRestartsTheSilenceTimeout() {
        CallTimer timer = timer(1000);
        timer.activity(at(100));
        timer.activity(at(150));

        assertThat(timer.left(at(160))).isEqualTo(Duration.ofSeconds(50));
        assertThat(timer.failure(at(210)))
                .hasMessage(
                        "The model m sent nothing for 60 seconds in the middle of its answer (MGX_LLM_SILENCE_TIMEOUT)");
    }

    @Test
    void anEndlesslySlowAnswerEndsAtTheCallTimeout() {
        CallTimer timer = timer(1000);
        for (int second = 0; second < 300; second++) {
            timer.activity(at(second));
        }

        assertThat(timer.left(at(299))).isEqualTo(Duration.ofSeconds(1));
        assertThat(timer.failure(at(300)))
                .hasMessage("The model m did not finish its answer in 5 minutes (MGX_LLM_CALL_TIMEOUT)");
    }

    @Test
    void theRemainingTimeOfTheStepIsNeverExceeded() {
        CallTimer timer = timer(12);
        timer.activity(at(10));

        assertThat(timer.left(at(11))).isEqualTo(Duration.ofSeconds(1));
        assertThat(timer.failure(at(12)))
                .hasMessage("The model m did not finish its answer in the remaining 12 seconds");
    }
}
