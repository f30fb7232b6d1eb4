package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.provider.ProviderModels;
import dev.mgx.llm.provider.stub.Quirks;
import dev.mgx.llm.provider.stub.StubCall;
import dev.mgx.llm.provider.stub.StubServer;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole run of the team over each provider's protocol: engine, store and sandbox are real, the server is a stub. */
@Timeout(60)
class EachProviderTest {
    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "ANTHROPIC", "GEMINI", "OLLAMA"})
    void buildsAndProvesAProgram(Provider provider) throws Exception {
        try (StubServer stub = StubServer.start();
                ProviderModels models = models(provider, stub);
                TeamFixture fixture =
                        new TeamFixture(folder, models, sandbox, Duration.ofSeconds(20), GatewayLimits.DEFAULT)) {
            TaskState state = fixture.built("Build a command line todo list with add, list and done.");

            assertThat(state.errorMessage()).isNull();
            assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("verified", true);
            assertThat(state.simulated()).isFalse();
            assertThat(state.usage().llmCalls()).isEqualTo(7);
            assertThat(state.usage().inputTokens()).isGreaterThan(1000);
            assertThat(state.usage().outputTokens()).isGreaterThan(1000);
            assertThat(Invariants.types(fixture.events(state.taskId()))).contains("MESSAGE_DELTA");
            assertThat(stub.ledger().calls()).hasSize(7).allSatisfy(call -> {
                assertThat(call.protocol()).isEqualTo(provider.word());
                assertThat(call.outcome()).isEqualTo(StubCall.Outcome.ANSWERED);
            });
        }
    }

    @Test
    void thoughtsAreShownAsSuchAndAModelThatOnlyThinksIsAskedForItsAnswer() throws Exception {
        try (StubServer stub = StubServer.start().next(Quirks.THINKS_ALOUD, Quirks.ONLY_THINKS);
                ProviderModels models = models(Provider.OPENAI, stub);
                TeamFixture fixture =
                        new TeamFixture(folder, models, sandbox, Duration.ofSeconds(20), GatewayLimits.DEFAULT)) {
            TaskState state = fixture.built("Build a command line todo list with add, list and done.");

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            List<Map<String, @Nullable Object>> events = fixture.events(state.taskId());
            assertThat(events)
                    .filteredOn(event -> "prd".equals(Invariants.detail(event, "step")))
                    .filteredOn(event -> Boolean.TRUE.equals(Invariants.detail(event, "thought")))
                    .isNotEmpty()
                    .allSatisfy(event -> assertThat(event).containsEntry("event_type", "MESSAGE_DELTA"))
                    .anySatisfy(event -> assertThat(String.valueOf(Invariants.detail(event, "content")))
                            .contains("=== FILE b.txt ==="));
            assertThat(fixture.files(state.taskId(), 1)).doesNotContainKey("b.txt");
            assertThat(events)
                    .filteredOn(event -> "design".equals(Invariants.detail(event, "step")))
                    .extracting(event -> String.valueOf(Invariants.detail(event, "message")))
                    .anySatisfy(message ->
                            assertThat(message).contains("only thought, and did not answer. Give the answer itself"));
        }
    }

    private static ProviderModels models(Provider provider, StubServer stub) {
        String path = provider.baseUrl().getPath();
        Endpoint endpoint =
                new Endpoint(provider, stub.address().resolve(path.isEmpty() ? "/" : path), Secret.of(stub.key()));
        return new ProviderModels(
                endpoint, "stub-model", NetworkRoute.direct(Duration.ofSeconds(5)), Clock.systemUTC());
    }
}
