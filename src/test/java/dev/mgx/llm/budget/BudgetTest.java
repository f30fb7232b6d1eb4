package dev.mgx.llm.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.FakeModel;
import dev.mgx.llm.GatewayFixture;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.catalog.Price;
import dev.mgx.llm.gateway.CallReport;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import dev.mgx.testing.Await;
import dev.mgx.time.Deadline;
import dev.mgx.time.MonotonicClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No task exceeds its budget, however many of its agents work concurrently. */
@Timeout(20)
class BudgetTest {
    /** The usage of an expensive answer of the scripted model {@code m}: 5 cents. */
    private static final Usage EXPENSIVE = new Usage(5_000, 4_000, BigDecimal.ZERO, 1);

    private static FakeModel expensive(int times) {
        FakeModel model = new FakeModel("m");
        for (int i = 0; i < times; i++) {
            model.then(onText -> new Answer("done", EXPENSIVE));
        }
        return model;
    }

    private static BudgetLimits usd(String limit) {
        return new BudgetLimits(new BigDecimal(limit), true, null);
    }

    private static TaskModels task(FakeModel model, BudgetLimits limits, Usage used, TaskOptions options) {
        return new GatewayFixture(GatewayFixture.limits(3, limits), ModelRoster.USUAL, model)
                .gateway.forRun(GatewayFixture.task("t", options), used);
    }

    private static TaskModels task(FakeModel model, BudgetLimits limits) {
        return task(model, limits, Usage.NONE, TaskOptions.DEFAULT);
    }

    private static Answer call(TaskModels models) throws InterruptedException {
        return models.call(GatewayFixture.PROMPT, GatewayFixture.LONG, report -> {});
    }

    @Test
    void anAnswerHasItsCost() throws Exception {
        assertThat(call(task(expensive(1), usd("1"))).usage().costUsd()).isEqualByComparingTo("0.05");
    }

    @Test
    void callsAreMadeUntilTheMoneyIsSpent() throws Exception {
        FakeModel model = expensive(10);
        TaskModels models = task(model, usd("0.11"));
        call(models);
        call(models);

        assertThatThrownBy(() -> call(models))
                .isInstanceOfSatisfying(
                        ModelFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.OVER_BUDGET))
                .hasMessage("Budget of $0.11 is spent: $0.10 are used, and the next call of m may cost $0.02."
                        + " Resume with a larger max_cost_usd to continue");
        assertThat(model.asked()).isEqualTo(2);
    }

    @Test
    void oneOfTwoConcurrentCallsIsMadeIfTheBudgetCoversOne() throws Exception {
        FakeModel model = new FakeModel("m");
        FutureTask<String> second = new FutureTask<>(() -> "asked");
        model.then(onText -> {
            awaitWaiter(second); // the other agent reaches the budget while this call is open
            return new Answer("done", EXPENSIVE);
        });
        TaskModels models = task(model, usd("0.05"));
        FutureTask<Answer> first = GatewayFixture.started(() -> call(models));
        Await.until(() -> model.asked() > 0);
        FutureTask<Answer> other = GatewayFixture.started(() -> {
            second.run();
            return call(models);
        });

        assertThat(first.get().text()).isEqualTo("done");
        assertThatThrownBy(other::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("Budget of $0.05 is spent");
        assertThat(model.asked()).isEqualTo(1);
    }

    private static void awaitWaiter(FutureTask<String> arrived) throws InterruptedException {
        try {
            arrived.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void unusedReservationsAreAvailableAgain() throws Exception {
        FakeModel cheap = new FakeModel("m");
        TaskModels models = task(cheap, usd("0.05"));
        for (int i = 0; i < 10; i++) {
            call(models);
        }

        assertThat(cheap.asked()).isEqualTo(10);
    }

    @Test
    void theRestOfTheBudgetAllowsAShorterAnswer() throws Exception {
        FakeModel model = expensive(1).says("short");
        TaskModels models = task(model, usd("0.08"));
        call(models);
        call(models);

        assertThat(model.limits()).extracting(AnswerLimits::maxTokens).containsExactly(4096, 2999);
    }

    @Test
    void anAnswerCutByTheBudgetSaysSo() throws Exception {
        FakeModel model = expensive(1).fails(Kind.TOO_LONG);
        TaskModels models = task(model, usd("0.08"));
        call(models);

        assertThatThrownBy(() -> call(models))
                .isInstanceOfSatisfying(
                        ModelFailed.class, e -> assertThat(e.kind()).isEqualTo(Kind.OVER_BUDGET))
                .hasMessageContaining("did not fit into what was left");
    }

    @Test
    void earlierUsageCounts() {
        FakeModel model = expensive(1);
        Usage before = new Usage(0, 0, new BigDecimal("0.99"), 9);

        assertThatThrownBy(() -> call(task(model, usd("1"), before, TaskOptions.DEFAULT)))
                .hasMessageStartingWith("Budget of $1.00 is spent: $0.99 are used");
        assertThat(model.asked()).isZero();
    }

    @Test
    void tokensAreLimitedToo() throws Exception {
        FakeModel model = expensive(2);
        TaskModels models = task(model, new BudgetLimits(null, false, 10_000L));
        call(models);

        assertThatThrownBy(() -> call(models))
                .hasMessage("Budget of 10,000 tokens is spent: 9,000 are used, and the next call of m may take 2,052."
                        + " Resume with a larger max_tokens to continue");
    }

    @Test
    void theTasksLimitsOverrideTheServers() {
        TaskOptions options = new TaskOptions(null, new BigDecimal("0.01"), null, null, null, null);

        assertThatThrownBy(() -> call(task(expensive(1), usd("5"), Usage.NONE, options)))
                .hasMessageStartingWith("Budget of $0.01 is spent");
    }

    @Test
    void aFailedAttemptThatMayHaveCostSomethingCounts() throws Exception {
        FakeModel model = new FakeModel("m").then(onText -> {
            onText.text("x".repeat(12_000)); // 4,000 tokens, 4 cents
            throw new ModelFailed(Kind.CUT, "The connection broke", null);
        });
        TaskModels models = task(model, usd("0.05"));

        assertThatThrownBy(() -> call(models)).hasMessageContaining("Budget of $0.05 is spent: $0.04 are used");
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void anInterruptedCallCountsWithTheTextReceived() throws Exception {
        CountDownLatch received = new CountDownLatch(1);
        FakeModel model = new FakeModel("m").then(onText -> {
            onText.text("x".repeat(12_000)); // 4,000 tokens, 4 cents
            received.countDown();
            throw never();
        });
        GatewayFixture fixture = new GatewayFixture(GatewayFixture.limits(3, usd("0.05")), ModelRoster.USUAL, model);
        TaskModels models = fixture.gateway.forRun(GatewayFixture.task("t", TaskOptions.DEFAULT), Usage.NONE);
        Thread caller = new Thread(() -> {
            try {
                models.call(GatewayFixture.PROMPT, GatewayFixture.LONG, fixture.reports::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        caller.start();
        received.await();
        Await.until(() -> !fixture.reports(CallReport.Text.class).isEmpty());
        caller.interrupt();
        caller.join();

        assertThat(fixture.reports(CallReport.Interrupted.class))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.usage().outputTokens()).isEqualTo(4_000);
                    assertThat(report.usage().inputTokens()).isPositive();
                    assertThat(report.usage().costUsd()).isGreaterThan(new BigDecimal("0.04"));
                });
        assertThatThrownBy(() -> call(models)).hasMessageContaining("Budget of $0.05 is spent: $0.04 are used");
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void anInterruptBeforeTheRequestIsSentCostsNothing() throws Exception {
        FakeModel model = new FakeModel("m");
        TaskModels models = task(model, usd("0.05"));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> models.call(GatewayFixture.PROMPT, GatewayFixture.LONG, report -> {
                        throw new InterruptedException();
                    }))
                    .isInstanceOf(InterruptedException.class);
        }

        assertThat(call(models).text()).isEqualTo("done");
        assertThat(model.asked()).isEqualTo(1);
    }

    private static InterruptedException never() throws InterruptedException {
        new CountDownLatch(1).await();
        return new InterruptedException();
    }

    @Test
    void anExplicitLimitThatCannotBeEnforcedIsRefused() throws Exception {
        FakeModel unknown = new FakeModel("local");

        assertThatThrownBy(() -> call(task(unknown, usd("5"))))
                .hasMessageStartingWith(
                        "The price of the model local is unknown, so the budget of $5.00 cannot be enforced");
        assertThat(unknown.asked()).isZero();
        call(task(unknown, new BudgetLimits(new BigDecimal("5"), false, null)));
        assertThat(unknown.asked()).as("the default limit is not explicit").isEqualTo(1);
    }

    @Test
    void aReservationTimesOut() throws Exception {
        Budget budget = new Budget(usd("0.05"), Usage.NONE);
        MonotonicClock real = MonotonicClock.SYSTEM;
        CallEstimate estimate = new CallEstimate("m", 0, 4096, price());
        budget.reserve(estimate, new Deadline(real, GatewayFixture.LONG));

        assertThatThrownBy(() -> budget.reserve(estimate, new Deadline(real, Duration.ofMillis(20))))
                .hasMessageContaining("was not settled in 0.02 seconds");
    }

    private static @Nullable Price price() {
        return new Price(new BigDecimal("2"), new BigDecimal("10"));
    }

    @Test
    void thePreambleNamesModelAndBudget() {
        FakeModel model = expensive(0);

        assertThat(task(model, usd("5")).preamble(Usage.NONE)).contains("Model: m. Budget: $5.00 per task");
        assertThat(task(new FakeModel("local"), new BudgetLimits(new BigDecimal("5"), false, 70_000L))
                        .preamble(new Usage(1_000, 500, BigDecimal.ZERO, 1)))
                .contains("Model: local. Budget: $5.00 and 70,000 tokens per task. The price of local is unknown:"
                        + " only its tokens are counted; $0.00 and 1,500 tokens used so far");
        assertThat(List.of("simulated", "model", "max_cost_usd", "max_tokens", "price_known"))
                .isSubsetOf(new GatewayFixture(GatewayFixture.limits(1), ModelRoster.USUAL, model)
                        .gateway
                        .startDetails(TaskOptions.DEFAULT)
                        .keySet());
    }
}
