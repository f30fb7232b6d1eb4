package dev.mgx.llm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which deadline of a call comes next, and what it says. */
@Timeout(10)
class CallTimerTest {
    private static final CallDeadlines DEADLINES =
            new CallDeadlines(Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300));

    private static long at(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static CallTimer patience(long secondsLeft) {
        return new CallTimer("m", DEADLINES, Duration.ofSeconds(secondsLeft), at(0));
    }

    @Test
    void theFirstSignOfLifeHasItsOwnDeadline() {
        CallTimer patience = patience(1000);

        assertThat(patience.left(at(100))).isEqualTo(Duration.ofSeconds(20));
        assertThat(patience.failure(at(120)))
                .hasMessage("The model m sent no first token within 2 minutes (MGX_LLM_FIRST_TOKEN_TIMEOUT)");
    }

    @Test
    void everySignOfLifeBeginsTheSilenceAnew() {
        CallTimer patience = patience(1000);
        patience.sign(at(100));
        patience.sign(at(150));

        assertThat(patience.left(at(160))).isEqualTo(Duration.ofSeconds(50));
        assertThat(patience.failure(at(210)))
                .hasMessage(
                        "The model m sent nothing for 60 seconds in the middle of its answer (MGX_LLM_SILENCE_TIMEOUT)");
    }

    @Test
    void aModelThatDripsForEverEndsAtTheTotal() {
        CallTimer patience = patience(1000);
        for (int second = 0; second < 300; second++) {
            patience.sign(at(second));
        }

        assertThat(patience.left(at(299))).isEqualTo(Duration.ofSeconds(1));
        assertThat(patience.failure(at(300)))
                .hasMessage("The model m did not finish its answer in 5 minutes (MGX_LLM_CALL_TIMEOUT)");
    }

    @Test
    void theTimeOfTheStepIsNeverExceeded() {
        CallTimer patience = patience(12);
        patience.sign(at(10));

        assertThat(patience.left(at(11))).isEqualTo(Duration.ofSeconds(1));
        assertThat(patience.failure(at(12)))
                .hasMessage("The model m did not finish its answer in the remaining 12 seconds");
    }
}
