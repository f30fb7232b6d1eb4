package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.gateway.CallDeadlines;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.RetryPolicy;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.llm.provider.stub.Behaviour;
import dev.mgx.llm.provider.stub.StubCall;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.task.ErrorType;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Await;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a provider does, a run ends in time, as it should, after as many calls as the policy says; its ledger
 * tells.
 */
@Timeout(40)
class MisbehavingProviderTest {
    private static final String TODO = "Build a command line todo list with add, list and done.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static Sandbox off;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openSandbox() {
        off = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        off.close();
    }

    private static Arguments row(String what, Behaviour behaviour, int calls, String kind, String words) {
        return Arguments.of(what, behaviour, calls, kind, words);
    }

    static Stream<Arguments> endsTheRun() {
        return Stream.of(
                row("never answers", Behaviour.NEVER_ANSWERS, 3, "TIMED_OUT", "no first token within"),
                row("drips", Behaviour.DRIPS, 3, "TIMED_OUT", "The model stub-model "),
                row("falls silent", Behaviour.FALLS_SILENT, 3, "TIMED_OUT", "The model stub-model "),
                row("resets", Behaviour.RESETS, 3, "CUT", "(tried 3 times)"),
                row("cuts", Behaviour.CUTS, 3, "CUT", "(tried 3 times)"),
                row("no finish", Behaviour.NO_FINISH, 3, "CUT", "(tried 3 times)"),
                row("429 with a day", Behaviour.tooMany("86400"), 1, "RATE_LIMITED", "retry after 24 hours"),
                row("500s", Behaviour.SERVER_ERROR, 3, "OVERLOADED", "(tried 3 times)"),
                row("garbage", Behaviour.GARBAGE, 3, "GARBLED", "(tried 3 times)"),
                row("wrong type", Behaviour.WRONG_CONTENT_TYPE, 3, "GARBLED", "text/html"),
                row("refused key", Behaviour.REFUSES_KEY, 1, "REFUSED", "key"),
                row("unknown model", Behaviour.UNKNOWN_MODEL, 1, "UNKNOWN_MODEL", "stub-model"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void endsTheRun(String what, Behaviour behaviour, int calls, String kind, String words) throws Exception {
        // Short where the deadline is what is tried; else long enough for a busy machine.
        Duration deadline = kind.equals("TIMED_OUT") ? Duration.ofMillis(700) : PATIENCE;
        try (StubServer stub = StubServer.start().always(behaviour);
                ProviderModels models = models(stub);
                TeamFixture fixture = new TeamFixture(folder, models, off, PATIENCE, limits(deadline))) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains(words).doesNotContain(stub.key());
            assertThat(state.errorType())
                    .isEqualTo(
                            calls == 1 && !kind.equals("RATE_LIMITED")
                                    ? ErrorType.MODEL_REFUSED
                                    : ErrorType.MODEL_UNREACHABLE);
            assertThat(stub.ledger().calls()).hasSize(calls);
            List<Map<String, @Nullable Object>> events = fixture.events(state.taskId());
            assertThat(withStatus(events, "calling")).hasSize(calls);
            assertThat(withStatus(events, "retrying"))
                    .hasSize(calls - 1)
                    .allSatisfy(event ->
                            assertThat(Invariants.detail(event, "kind")).isEqualTo(kind));
            assertThat(events.toString()).doesNotContain(stub.key());
        }
    }

    /** Two answers of each role: that it was too long is said once, and then the others go on without it. */
    @Test
    void aFloodIsCutEachTime() throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.A_GIGABYTE);
                ProviderModels models = models(stub);
                TeamFixture fixture = new TeamFixture(folder, models, off, PATIENCE, limits(PATIENCE))) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(state.errorMessage()).contains("did not write the program", "longer than");
            assertThat(stub.ledger().calls()).hasSize(8);
        }
    }

    @Test
    void waitsAsLongAsTheProviderAsksAndSaysSo() throws Exception {
        try (StubServer stub = StubServer.start().next(Behaviour.tooMany("3")).always(Behaviour.REFUSES_KEY);
                ProviderModels models = models(stub);
                TeamFixture fixture = new TeamFixture(folder, models, off, PATIENCE, limits(PATIENCE))) {
            TaskState state = fixture.built(TODO);

            List<StubCall> calls = stub.ledger().calls();
            assertThat(calls).hasSize(2);
            assertThat(Duration.ofNanos(
                            calls.getLast().began() - calls.getFirst().began()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
            assertThat(withStatus(fixture.events(state.taskId()), "retrying"))
                    .singleElement()
                    .satisfies(event -> assertThat(Invariants.detail(event, "delay_seconds"))
                            .hasToString("3.0"));
        }
    }

    @Test
    void aProviderThatRecoversCostsOnlyTime() throws Exception {
        try (StubServer stub = StubServer.start()
                        .next(Behaviour.SERVER_ERROR, Behaviour.RESETS, Behaviour.WELL, Behaviour.NO_FINISH);
                ProviderModels models = models(stub);
                TeamFixture fixture = new TeamFixture(folder, models, off, PATIENCE, limits(PATIENCE))) {
            TaskState state = fixture.built(TODO);

            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(stub.ledger().calls()).hasSize(10);
            assertThat(state.usage().llmCalls())
                    .as("7 answers, and 2 attempts that broke off")
                    .isEqualTo(9);
        }
    }

    @Test
    void aStopDuringAStreamClosesItAtTheServerWithinASecond() throws Exception {
        try (StubServer stub = StubServer.start().always(Behaviour.FALLS_SILENT);
                ProviderModels models = models(stub);
                TeamFixture fixture = new TeamFixture(folder, models, off, PATIENCE, limits(Duration.ofSeconds(30)))) {
            String id = fixture.started(TODO, TaskOptions.DEFAULT);
            StubCall call = stub.ledger().await(1, PATIENCE);
            Await.until(() -> call.framesSent() > 0);

            long stopped = System.nanoTime();
            fixture.engine().stop(id);

            assertThat(call.awaitOutcome(PATIENCE)).isEqualTo(StubCall.Outcome.DISCONNECTED);
            assertThat(Duration.ofNanos(call.ended() - stopped)).isLessThan(Duration.ofSeconds(1));
            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).isEqualTo(TaskStatus.CANCELLED);
            assertThat(state.usage().llmCalls())
                    .as("the provider may charge for it")
                    .isEqualTo(1);
            assertThat(state.usage().inputTokens()).isPositive();
            assertThat(stub.ledger().calls()).hasSize(1);
        }
    }

    private static List<Map<String, @Nullable Object>> withStatus(
            List<Map<String, @Nullable Object>> events, String status) {
        return events.stream()
                .filter(event -> status.equals(Invariants.detail(event, "status")))
                .toList();
    }

    private static GatewayLimits limits(Duration deadline) {
        return new GatewayLimits(
                3,
                new CallDeadlines(deadline, deadline, deadline.multipliedBy(2)),
                new RetryPolicy(3, Duration.ofMillis(10), Duration.ofSeconds(60), RetryPolicy.TRANSIENT),
                AnswerLimits.DEFAULT,
                null,
                BudgetLimits.NONE);
    }

    private static ProviderModels models(StubServer stub) {
        Endpoint endpoint = new Endpoint(Provider.OPENAI, stub.address().resolve("/v1"), Secret.of(stub.key()));
        return new ProviderModels(
                endpoint, "stub-model", NetworkRoute.direct(Duration.ofSeconds(5)), Clock.systemUTC());
    }
}
