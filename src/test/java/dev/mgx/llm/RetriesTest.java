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

/** A call that fails is made again, by another model, or not: as its policy says, and everybody is told. */
@Timeout(20)
class RetriesTest {
    private final Script model = new Script("m");
    private final Script other = new Script("other");

    private static GatewayFixture bench(Model... models) {
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
        GatewayFixture bench = bench(model.fails(kind, kind, kind, kind));

        assertThatThrownBy(bench::call)
                .isInstanceOfSatisfying(
                        ModelFailed.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageStartingWith("The model m failed as " + kind);
        assertThat(model.asked()).isEqualTo(attempts);
        assertThat(bench.reports(Calling.class)).extracting(Calling::attempt).hasSize(attempts);
        assertThat(bench.reports(Retrying.class)).hasSize(attempts - 1);
        assertThat(bench.reports(GivenUp.class)).hasSize(1);
        int charged = bench.reports(Retrying.class).stream()
                        .mapToInt(report -> report.usage().llmCalls())
                        .sum()
                + bench.reports(GivenUp.class).getFirst().usage().llmCalls();
        assertThat(charged).isEqualTo(mayHaveCost);
    }

    @Test
    void asksAgainAfterPausesThatGrow() throws Exception {
        GatewayFixture bench = bench(model.fails(Kind.CUT, Kind.OVERLOADED).says("at last"));

        assertThat(bench.call().text()).isEqualTo("at last");
        assertThat(bench.clock.slept()).containsExactly(Duration.ofMillis(750), Duration.ofMillis(1500));
    }

    @Test
    void theTextOfAnAttemptBearsItsNumber() throws Exception {
        model.then(onText -> {
            onText.text("half an ans");
            throw new ModelFailed(Kind.CUT, "The connection broke", null);
        });
        GatewayFixture bench = bench(model.says("whole"));

        bench.call();

        assertThat(bench.reports).extracting(CallReport::attempt).containsExactly(1, 1, 1, 2, 2);
        assertThat(bench.reports(Text.class)).containsExactly(new Text(1, "half an ans"), new Text(2, "whole"));
        assertThat(bench.reports(Retrying.class).getFirst().usage())
                .as("the prompt's 10 bytes and the answer's 11, at three bytes a token")
                .isEqualTo(new Usage(4, 4, new BigDecimal("0.000048"), 1));
    }

    @Test
    void aProviderThatAsksForADayFailsTheCallAtOnce() {
        model.then(onText -> {
            throw new ModelFailed(Kind.RATE_LIMITED, "The model m has no more today", Duration.ofDays(1), null);
        });
        GatewayFixture bench = bench(model);

        assertThatThrownBy(bench::call).hasMessageContaining("24 hours", "MGX_LLM_RETRY_MAX");
        assertThat(bench.clock.slept()).isEmpty();
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void noPauseGoesBeyondTheTimeOfTheStep() {
        GatewayFixture bench = bench(model.fails(Kind.CUT, Kind.CUT));

        assertThatThrownBy(() -> bench.call(Duration.ofSeconds(2)))
                .hasMessageContaining("a retry would have to wait for 1.5 seconds, but only 1.3 seconds are left");
        assertThat(bench.clock.slept()).containsExactly(Duration.ofMillis(750));
    }

    @Test
    void noPlaceIsHeldDuringAPause() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        CountDownLatch otherIsDone = new CountDownLatch(1);
        HandClock clock = new HandClock() {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                paused.countDown();
                otherIsDone.await();
            }
        };
        GatewayFixture bench =
                new GatewayFixture(clock, GatewayFixture.limits(1), ModelRoster.USUAL, model.fails(Kind.CUT));
        FutureTask<Answer> first = GatewayFixture.started(bench::call);
        paused.await();

        bench.call();
        otherIsDone.countDown();

        assertThat(first.get().text()).isEqualTo("done");
    }

    @Test
    void anInterruptEndsAPause() throws Exception {
        CountDownLatch paused = new CountDownLatch(1);
        HandClock clock = new HandClock() {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                paused.countDown();
                new CountDownLatch(1).await();
            }
        };
        GatewayFixture bench =
                new GatewayFixture(clock, GatewayFixture.limits(1), ModelRoster.USUAL, model.fails(Kind.CUT));
        CountDownLatch heard = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                bench.call();
            } catch (InterruptedException e) {
                heard.countDown();
            }
        });
        paused.await();
        caller.interrupt();

        heard.await();
        assertThat(model.asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"OVERLOADED,3", "UNKNOWN_MODEL,1"})
    void anotherModelIsAskedWhenOneHasFailedForGood(Kind kind, int attempts) throws Exception {
        GatewayFixture bench = withFallback(model.fails(kind, kind, kind), other.says("from the other"));

        assertThat(bench.call().text()).isEqualTo("from the other");
        assertThat(model.asked()).isEqualTo(attempts);
        assertThat(bench.reports(Retrying.class).getLast())
                .returns("other", Retrying::nextModel)
                .returns(Duration.ZERO, Retrying::delay);
        assertThat(bench.reports(Calling.class).getLast())
                .returns("other", Calling::model)
                .returns(attempts + 1, Calling::attempt);
    }

    @ParameterizedTest
    @CsvSource({"REFUSED", "TOO_LONG", "OVER_BUDGET"})
    void noOtherModelIsAskedAfterWhatItWouldMeetToo(Kind kind) {
        GatewayFixture bench = withFallback(model.fails(kind), other);

        assertThatThrownBy(bench::call).isInstanceOf(ModelFailed.class);
        assertThat(other.asked()).isZero();
    }

    @Test
    void theTasksModelBeatsTheRolesWhichBeatsTheUsual() throws Exception {
        Script third = new Script("third");
        ModelRoster roster = new ModelRoster(GatewayFixture.roles(AgentRole.ENGINEER, "other"), List.of());
        GatewayFixture bench = new GatewayFixture(GatewayFixture.limits(1), roster, model, other, third);

        bench.call();
        assertThat(other.asked()).isEqualTo(1);
        TaskOptions options = new TaskOptions(null, null, null, null, "third");
        bench.gateway
                .forRun(GatewayFixture.task("t", options), Usage.NONE)
                .call(GatewayFixture.PROMPT, GatewayFixture.LONG, report -> {});

        assertThat(third.asked()).isEqualTo(1);
        assertThat(model.asked()).isZero();
    }
}
