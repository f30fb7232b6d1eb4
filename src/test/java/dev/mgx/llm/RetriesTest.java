package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.gateway.CallReport;
import dev.mgx.llm.gateway.CallReport.Calling;
import dev.mgx.llm.gateway.CallReport.GivenUp;
import dev.mgx.llm.gateway.CallReport.Retrying;
import dev.mgx.llm.gateway.CallReport.Text;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failed calls are retried, fall back to another model, or fail, by their policy; every attempt is reported. */
@Timeout(20)
class RetriesTest {
    private final FakeModel model = new FakeModel("m");
    private final FakeModel other = new FakeModel("other");

    private static GatewayFixture gateway(Model... models) {
        return new GatewayFixture(GatewayFixture.limits(1), ModelRoster.USUAL, models);
    }

    private static GatewayFixture withFallback(Model... models) {
        return new GatewayFixture(GatewayFixture.limits(1), new ModelRoster(Map.of(), List.of("other")), models);
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE,3,0",
        "TIMED_OUT,3,3",
        "RATE_LIMITED,3,0",
        "OVERLOADED,3,0",
        "CUT,3,3",
        "GARBLED,3,3",
        "TOO_LONG,1,1",
        "REFUSED,1,0",
        "UNKNOWN_MODEL,1,0",
        "OVER_BUDGET,1,0"
    })
    void eachKindOfFailureHasItsNumberOfAttempts(Kind kind, int attempts, int mayHaveCost) {
        GatewayFixture fixture = gateway(model.fails(kind, kind, kind, kind));

        assertThatThrownBy(fixture::call)
                .isInstanceOfSatisfying(
                        ModelFailed.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageStartingWith("The model m failed as " + kind);
        assertThat(model.asked()).isEqualTo(attempts);
        assertThat(fixture.reports(Calling.class)).extracting(Calling::attempt).hasSize(attempts);
        assertThat(fixture.reports(Retrying.class)).hasSize(attempts - 1);
        assertThat(fixture.reports(GivenUp.class)).hasSize(1);
        int charged = fixture.reports(Retrying.class).stream()
                        .mapToInt(report -> report.usage().llmCalls())
                        .sum()
                + fixture.reports(GivenUp.class).getFirst().usage().llmCalls();
        assertThat(charged).isEqualTo(mayHaveCost);
    }

    @Test
    void retriesWithGrowingDelays() throws Exception {
        GatewayFixture fixture = gateway(model.fails(Kind.CUT, Kind.OVERLOADED).says("at last"));

        assertThat(fixture.call().text()).isEqualTo("at last");
        assertThat(fixture.clock.slept()).containsExactly(Duration.ofMillis(750), Duration.ofMillis(1500));
    }

    /** Loading is no failure: it uses up no attempt, and is asked about at the same interval. */
    @Test
    void waitsForAModelThatIsLoading() throws Exception {
        GatewayFixture fixture =
                gateway(model.fails(Kind.LOADING, Kind.LOADING, Kind.LOADING, Kind.LOADING, Kind.CUT, Kind.OVERLOADED)
                        .says("at last"));

        assertThat(fixture.call().text()).isEqualTo("at last");
        assertThat(fixture.clock.slept())
                .containsExactly(
                        Duration.ofMillis(750),
                        Duration.ofMillis(750),
                        Duration.ofMillis(750),
                        Duration.ofMillis(750),
                        Duration.ofMillis(750),
                        Duration.ofMillis(1500));
    }

    @Test
    void theTextOfAnAttemptHasItsNumber() throws Exception {
        model.then(onText -> {
            onText.text("half an ans");
            throw new ModelFailed(Kind.CUT, "The connection broke", null);
        });
        GatewayFixture fixture = gateway(model.says("whole"));

        fixture.call();

        assertThat(fixture.reports).extracting(CallReport::attempt).containsExactly(1, 1, 1, 2, 2);
        assertThat(fixture.reports(Text.class))
                .containsExactly(new Text(1, "half an ans", false), new Text(2, "whole", false));
        assertThat(fixture.reports(Retrying.class).getFirst().usage())
                .as("the prompt's 10 bytes and the answer's 11, at three bytes a token")
                .isEqualTo(new Usage(4, 4, new BigDecimal("0.000048"), 1));
    }

    @Test
    void aProviderThatAsksForADayFailsTheCallAtOnce() {
        model.then(onText -> {
            throw new ModelFailed(Kind.RATE_LIMITED, "The model m has no more today", Duration.ofDays(1), null);
        });
        GatewayFixture fixture = gateway(model);

        assertThatThrownBy(fixture::call).hasMessageContaining("24 hours", "MGX_LLM_RETRY_MAX");
        assertThat(fixture.clock.slept()).isEmpty();
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void noDelayExceedsTheTimeLeft() {
        GatewayFixture fixture = gateway(model.fails(Kind.CUT, Kind.CUT));

        assertThatThrownBy(() -> fixture.call(Duration.ofSeconds(2)))
                .hasMessageContaining("a retry would have to wait for 1.5 seconds, but only 1.3 seconds are left");
        assertThat(fixture.clock.slept()).containsExactly(Duration.ofMillis(750));
    }

    @Test
    void noSlotIsHeldDuringADelay() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch otherIsDone = new CountDownLatch(1);
        ManualClock clock = new ManualClock() {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                paused.countDown();
                otherIsDone.await();
            }
        };
        GatewayFixture fixture =
                new GatewayFixture(clock, GatewayFixture.limits(1), ModelRoster.USUAL, model.fails(Kind.CUT));
        FutureTask<Answer> first = GatewayFixture.started(fixture::call);
        paused.await();

        fixture.call();
        otherIsDone.countDown();

        assertThat(first.get().text()).isEqualTo("done");
    }

    @Test
    void anInterruptEndsADelay() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        ManualClock clock = new ManualClock() {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                paused.countDown();
                new CountDownLatch(1).await();
            }
        };
        GatewayFixture fixture =
                new GatewayFixture(clock, GatewayFixture.limits(1), ModelRoster.USUAL, model.fails(Kind.CUT));
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                fixture.call();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        paused.await();
        caller.interrupt();

        interrupted.await();
        assertThat(model.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"OVERLOADED,3", "UNKNOWN_MODEL,1"})
    void fallsBackToAnotherModelAfterAPermanentFailure(Kind kind, int attempts) throws Exception {
        GatewayFixture fixture = withFallback(model.fails(kind, kind, kind), other.says("from the other"));

        assertThat(fixture.call().text()).isEqualTo("from the other");
        assertThat(model.asked()).isEqualTo(attempts);
        assertThat(fixture.reports(Retrying.class).getLast())
                .returns("other", Retrying::nextModel)
                .returns(Duration.ZERO, Retrying::delay);
        assertThat(fixture.reports(Calling.class).getLast())
                .returns("other", Calling::model)
                .returns(attempts + 1, Calling::attempt);
    }

    @ParameterizedTest
    @CsvSource({"REFUSED", "TOO_LONG", "OVER_BUDGET"})
    void doesNotFallBackAfterAFailureThatAnyModelWouldHave(Kind kind) {
        GatewayFixture fixture = withFallback(model.fails(kind), other);

        assertThatThrownBy(fixture::call).isInstanceOf(ModelFailed.class);
        assertThat(other.asked()).isZero();
    }

    @Test
    void theTasksModelOverridesTheRolesWhichOverridesTheDefault() throws Exception {
        FakeModel third = new FakeModel("third");
        ModelRoster roster = new ModelRoster(GatewayFixture.roles(AgentRole.ENGINEER, "other"), List.of());
        GatewayFixture fixture = new GatewayFixture(GatewayFixture.limits(1), roster, model, other, third);

        fixture.call();
        assertThat(other.asked()).isEqualTo(1);
        TaskOptions options = new TaskOptions(null, null, null, null, "third", null);
        fixture.gateway
                .forRun(GatewayFixture.task("t", options), Usage.NONE)
                .call(GatewayFixture.PROMPT, GatewayFixture.LONG, report -> {});

        assertThat(third.asked()).isEqualTo(1);
        assertThat(model.asked()).isZero();
    }
}
