package dev.mgx.llm.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict on a failure depends on its kind, the number of failures, and the time left. */
@Timeout(10)
class RetryPolicyTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RetryPolicy POLICY =
            new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60), RetryPolicy.TRANSIENT);

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE,true,true",
        "TIMED_OUT,true,true",
        "RATE_LIMITED,true,true",
        "OVERLOADED,true,true",
        "CUT,true,true",
        "GARBLED,true,true",
        "LOADING,true,true",
        "EMPTY,false,false",
        "TOO_LONG,false,false",
        "REFUSED,false,false",
        "UNKNOWN_MODEL,false,true",
        "OVER_BUDGET,false,false"
    })
    void theKindDecides(Kind kind, boolean again, boolean anotherModel) {
        assertThat(POLICY.verdict(failure(kind, null), 1, LONG, 0) instanceof RetryVerdict.Again)
                .isEqualTo(again);
        assertThat(POLICY.mayFallBack(kind)).isEqualTo(anotherModel);
    }

    @ParameterizedTest
    @CsvSource({"1,0,500", "1,0.5,750", "2,0,1000", "2,0.999,1999", "3,0.5,3000", "7,0.5,45000", "40,0.5,45000"})
    void theDelayDoublesUpToTheMaximumWithJitter(int failures, double chance, long millis) {
        RetryPolicy policy = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofSeconds(60), RetryPolicy.TRANSIENT);

        assertThat(policy.verdict(failure(Kind.CUT, null), failures, LONG, chance))
                .isInstanceOfSatisfying(
                        RetryVerdict.Again.class,
                        verdict -> assertThat(verdict.delay().toMillis()).isEqualTo(millis));
    }

    @Test
    void givesUpAfterTheLastAttemptAndReportsTheirNumber() {
        assertThat(POLICY.verdict(failure(Kind.OVERLOADED, null), 3, LONG, 0))
                .isEqualTo(new RetryVerdict.GiveUp("The model m failed (tried 3 times)"));
    }

    @Test
    void aServerThatIsLoadingItsModelIsWaitedForAsLongAsThereIsTime() {
        assertThat(POLICY.verdict(failure(Kind.LOADING, null), 3, LONG, 0)).isInstanceOf(RetryVerdict.Again.class);
        assertThat(POLICY.verdict(failure(Kind.LOADING, null), 1, Duration.ofMillis(100), 0))
                .isInstanceOf(RetryVerdict.GiveUp.class);
    }

    @Test
    void honoursTheDelayThatTheProviderAsksFor() {
        assertThat(POLICY.verdict(failure(Kind.RATE_LIMITED, Duration.ofSeconds(3)), 1, LONG, 0.5))
                .isEqualTo(new RetryVerdict.Again(Duration.ofSeconds(3)));
    }

    @Test
    void failsAtOnceIfTheProviderAsksForMoreThanTheMaximum() {
        assertThat(POLICY.verdict(failure(Kind.RATE_LIMITED, Duration.ofDays(1)), 1, LONG, 0.5))
                .isEqualTo(new RetryVerdict.GiveUp("The model m failed; it asks to retry after 24 hours, but"
                        + " the longest delay is 60 seconds (MGX_LLM_RETRY_MAX)"));
    }

    @Test
    void failsAtOnceIfTheProviderAsksForMoreThanTheTimeLeft() {
        assertThat(POLICY.verdict(failure(Kind.RATE_LIMITED, Duration.ofSeconds(30)), 1, Duration.ofSeconds(20), 0.5))
                .isEqualTo(new RetryVerdict.GiveUp(
                        "The model m failed; a retry would have to wait for 30 seconds, but only 20 seconds are left"));
    }

    private static ModelFailed failure(Kind kind, @Nullable Duration retryAfter) {
        return new ModelFailed(kind, "The model m failed", retryAfter, null);
    }
}
