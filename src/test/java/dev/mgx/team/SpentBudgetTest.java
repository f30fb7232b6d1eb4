package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.llm.gateway.CallDeadlines;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.RetryPolicy;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ErrorType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose budget is spent ends with its files so far, and can be resumed with a higher limit. */
@Timeout(60)
class SpentBudgetTest {
    private static final String TODO = "Build a command line todo list with add, list and done.";

    @TempDir
    private Path folder;

    private static GatewayLimits tokens(@Nullable Long most) {
        return new GatewayLimits(
                3,
                CallDeadlines.DEFAULT,
                RetryPolicy.DEFAULT,
                new AnswerLimits(1024, 1024 * 1024),
                null,
                new BudgetLimits(null, false, most));
    }

    private TeamFixture fixture(ScriptedModel model, Sandbox sandbox, @Nullable Long mostTokens) {
        return new TeamFixture(folder, model, sandbox, Duration.ofSeconds(20), tokens(mostTokens));
    }

    @Test
    void endsWithWhatThereIsAndGoesOnFromThere() throws Exception {
        ScriptedModel model = new ScriptedModel(Mistake.NONE);
        try (Sandbox off = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults())) {
            long enough;
            try (TeamFixture fixture = fixture(new ScriptedModel(Mistake.NONE), off, null)) {
                enough = tokens(fixture.built(TODO));
            }
            long half = enough / 2 + 1024;
            String id;
            try (TeamFixture fixture = fixture(model, off, half)) {
                TaskState spent = fixture.built(TODO);
                id = spent.taskId();

                assertThat(spent.status()).isEqualTo(TaskStatus.FAILED);
                assertThat(spent.errorMessage()).startsWith("Budget of ").contains(" tokens is spent: ");
                assertThat(spent.errorType()).isEqualTo(ErrorType.BUDGET);
                Map<String, @Nullable Object> result = Objects.requireNonNull(spent.finalResult());
                assertThat(result).containsEntry("verified", false).containsEntry("summary", spent.errorMessage());
                assertThat((List<?>) result.get("files")).isNotEmpty();
                assertThat(tokens(spent)).isLessThanOrEqualTo(half);
            }
            int askedBefore = model.asked(AgentRole.ENGINEER).size();
            try (TeamFixture fixture = fixture(model, off, 10 * enough)) {
                TaskState whole = fixture.again(id, RunRequest.RESUME);

                assertThat(whole.status()).isEqualTo(TaskStatus.SUCCEEDED);
                assertThat(whole.usage().llmCalls())
                        .as("nothing that was paid for is paid for again")
                        .isEqualTo(7);
                assertThat(model.asked(AgentRole.PRODUCT_MANAGER)).hasSize(1);
                assertThat(model.asked(AgentRole.ENGINEER))
                        .hasSizeGreaterThan(askedBefore)
                        .hasSize(4);
                assertThat(fixture.events(id))
                        .filteredOn(event -> "TASK_START".equals(event.get("event_type")))
                        .extracting(event -> Invariants.detail(event, "max_tokens"))
                        .containsExactly((int) half, (int) (10 * enough));
            }
        }
    }

    private static long tokens(TaskState state) {
        return state.usage().inputTokens() + state.usage().outputTokens();
    }
}
