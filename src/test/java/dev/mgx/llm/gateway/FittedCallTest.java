package dev.mgx.llm.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.FakeModel;
import dev.mgx.llm.GatewayFixture;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.ModelProfile;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.catalog.Window;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import dev.mgx.time.FairSlots;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A call fits its purpose and its model: the length of its answer, its window, its time limits. */
@Timeout(20)
class FittedCallTest {
    private static final int THINKING = 1000;
    private static final Prompt BOUNDED = new Prompt(AgentRole.ENGINEER, "system", "user", null, 500, null);

    private static ModelProfile thinking(@Nullable Boolean thinks) {
        return new ModelProfile(null, null, null, null, null, thinks, null);
    }

    private static ModelProfile pace(@Nullable Double written, @Nullable Double read) {
        return new ModelProfile(null, null, written, read, null, null, null);
    }

    private static GatewayFixture fixture(
            @Nullable Integer window, CallDeadlines deadlines, BudgetLimits budget, FakeModel... models) {
        List<String> fallbacks = models.length > 1 ? List.of(models[1].name()) : List.of();
        return new GatewayFixture(
                new GatewayLimits(
                        3,
                        deadlines,
                        RetryPolicy.DEFAULT,
                        new AnswerLimits(4096, 1024 * 1024),
                        window,
                        budget,
                        THINKING,
                        Duration.ofMinutes(10)),
                new ModelRoster(Map.of(), fallbacks),
                models);
    }

    private static TaskModels task(GatewayFixture fixture) {
        return fixture.gateway.forRun(GatewayFixture.task("t", TaskOptions.DEFAULT), Usage.NONE);
    }

    private static GatewayFixture fixture(FakeModel... models) {
        return fixture(null, CallDeadlines.DEFAULT, BudgetLimits.NONE, models);
    }

    @ParameterizedTest
    @CsvSource({
        "false, 500, 500",
        "true, 500, 1500",
        ", 500, 1500",
        "false, 0, 4096",
        "false, 9000, 4096",
        "true, 9000, 4096"
    })
    void anAnswerMayBeAsLongAsItsPurposeNeedsWithRoomToThink(@Nullable Boolean thinks, int needed, int allowed)
            throws Exception {
        FakeModel model = new FakeModel("m").known(thinking(thinks));
        GatewayFixture fixture = fixture(model);
        Prompt prompt = new Prompt(AgentRole.ENGINEER, "system", "user", null, needed, null);

        task(fixture).call(prompt, GatewayFixture.LONG, fixture.reports::add);

        assertThat(model.limits()).extracting(AnswerLimits::maxTokens).containsExactly(allowed);
        assertThat(fixture.reports(CallReport.Calling.class))
                .extracting(CallReport.Calling::outputTokens)
                .containsExactly(allowed);
    }

    /** What is left pays for 500 tokens of an answer, and not for 4,096. */
    @Test
    void theBudgetReservesWhatTheAnswerMayHave() {
        FakeModel model = new FakeModel("m").known(thinking(false)).fails(Kind.TOO_LONG);
        GatewayFixture fixture =
                fixture(null, CallDeadlines.DEFAULT, new BudgetLimits(new BigDecimal("0.006"), true, null), model);

        assertThatThrownBy(() -> task(fixture).call(BOUNDED, GatewayFixture.LONG, fixture.reports::add))
                .as("not for want of money")
                .isInstanceOfSatisfying(
                        ModelFailed.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.TOO_LONG));
        assertThat(model.limits()).extracting(AnswerLimits::maxTokens).containsExactly(500);
    }

    @Test
    void anAnswerThatGoesRoundInCirclesIsNeitherAskedForAgainNorOfAnotherModel() {
        FakeModel model = new FakeModel("m").then(onText -> {
            onText.text("a story. ".repeat(100));
            throw new ModelFailed(Kind.REPETITIVE, "m went round in circles", null);
        });
        FakeModel other = new FakeModel("other");
        GatewayFixture fixture = fixture(model, other);

        assertThatThrownBy(() -> task(fixture).call(BOUNDED, GatewayFixture.LONG, fixture.reports::add))
                .isInstanceOfSatisfying(
                        ModelFailed.class, failed -> assertThat(failed.kind()).isEqualTo(Kind.REPETITIVE));

        assertThat(model.asked()).isEqualTo(1);
        assertThat(other.asked()).isZero();
        assertThat(fixture.reports(CallReport.GivenUp.class))
                .singleElement()
                .satisfies(gone -> assertThat(gone.usage().outputTokens()).isEqualTo(300));
    }

    @ParameterizedTest
    @CsvSource({"16384, 4096, 16384", "2048, , 2048", ", 4096, 4096", ", , 8192"})
    void aWindowIsWhatIsSetElseWhatTheServerTellsElseWhatIsUsual(
            @Nullable Integer set, @Nullable Integer told, int expected) {
        FakeModel model = new FakeModel("m").known(ModelProfile.UNKNOWN.withContext(told));
        GatewayFixture fixture = fixture(set, CallDeadlines.DEFAULT, BudgetLimits.NONE, model);

        Window window = task(fixture).window(AgentRole.ENGINEER);

        assertThat(window.promptTokens() + window.answerTokens()).isEqualTo(expected);
    }

    @Test
    void timeLimitsThatNobodySetFitASlowModelAndAreNeverShorter() {
        CallDeadlines usual = new CallDeadlines(
                Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300), false, false);

        assertThat(usual.fitting(ModelProfile.UNKNOWN, 10_000, 4096)).isEqualTo(usual);
        assertThat(usual.fitting(pace(100.0, 1000.0), 1000, 100)).isEqualTo(usual);
        CallDeadlines slow = usual.fitting(pace(10.0, 50.0), 10_000, 4000);
        assertThat(slow.firstToken()).isEqualTo(Duration.ofSeconds(400));
        assertThat(slow.silence()).isEqualTo(Duration.ofSeconds(60));
        assertThat(slow.total()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void timeLimitsThatSomebodySetHold() {
        CallDeadlines set = CallDeadlines.DEFAULT;

        assertThat(set.fitting(pace(0.1, 0.1), 10_000, 4000)).isEqualTo(set);
    }

    @Test
    void theStartSaysWhatTheTimeLimitMeansAtTheSpeedOfTheModel() {
        CallDeadlines usual = new CallDeadlines(
                Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(300), false, false);
        GatewayFixture fixture = fixture(null, usual, BudgetLimits.NONE, new FakeModel("m").known(pace(11.24, 60.0)));

        assertThat(task(fixture).preamble(Usage.NONE))
                .contains("Model: m. Budget: unlimited. The model writes about 11 tokens a second: the limit of"
                        + " 10 minutes is about 6,700 tokens (MGX_MAX_TASK_DURATION)");
        assertThat(fixture.gateway.startDetails(TaskOptions.DEFAULT)).containsEntry("model_profile", pace(11.24, 60.0));
    }

    @Test
    void theStartNamesTheLimitsThatTheModelCannotKeep() {
        GatewayFixture fixture =
                fixture(null, CallDeadlines.DEFAULT, BudgetLimits.NONE, new FakeModel("m").known(pace(5.0, 20.0)));
        TaskOptions hour = new TaskOptions(3600, null, null, null, null, null);

        assertThat(fixture.gateway
                        .forRun(GatewayFixture.task("t", hour), Usage.NONE)
                        .preamble(Usage.NONE))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("the limit of 60 minutes is about 18,000 tokens (max_duration_seconds)")
                        .contains(
                                "An answer of more than about 1,500 tokens does not fit into the 5 minutes of one call"
                                        + " (MGX_LLM_CALL_TIMEOUT)")
                        .contains(
                                "It reads about 20 tokens a second: a prompt that fills its window (4,096 tokens) takes"
                                        + " 204 seconds, longer than the 2 minutes until the first token"
                                        + " (MGX_LLM_FIRST_TOKEN_TIMEOUT)"));
    }

    @Test
    void aServerIsNotSentMoreThanItWorksOnAtATime() throws Exception {
        ModelProfile one = new ModelProfile(null, 1, null, null, null, null, null);
        FairSlots slots = new FairSlots(3);
        assertThat(slots.tryAcquire("t", Duration.ZERO)).isTrue();
        assertThat(slots.tryAcquire("t", Duration.ZERO)).isTrue();

        slots.reduceTo(1);

        assertThat(slots.inUse()).isEqualTo(2);
        slots.release();
        assertThat(slots.tryAcquire("t", Duration.ZERO)).isFalse();
        slots.release();
        assertThat(slots.tryAcquire("t", Duration.ZERO)).isTrue();
        assertThat(slots.inUse()).isEqualTo(1);

        FakeModel model = new FakeModel("m").known(one);
        GatewayFixture fixture = fixture(model);
        model.then(onText -> {
            assertThat(fixture.gateway.slots().tryAcquire("other", Duration.ZERO))
                    .isFalse();
            return new dev.mgx.llm.Answer("done", Usage.NONE);
        });
        assertThat(task(fixture)
                        .call(BOUNDED, GatewayFixture.LONG, report -> {})
                        .text())
                .isEqualTo("done");
    }
}
