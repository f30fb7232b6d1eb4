package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetersTest {
    @TempDir
    Path folder;

    @Test
    void tellsPrometheusWhatHappenedAndNamesNoTask() throws Exception {
        try (Served served = new Served(folder, run -> {
            run.step("work", String.class, step -> {
                Usage usage = new Usage(100, 20, new BigDecimal("0.25"), 2);
                step.emit(EventDraft.of(EventType.LOG, "Trying \"usage\":{ again")
                        .by(AgentRole.ARCHITECT)
                        .with("kind", "RATE_LIMITED")
                        .with("usage", usage));
                step.emit(EventDraft.of(EventType.AGENT_COMPLETE, "Done")
                        .by(AgentRole.ARCHITECT)
                        .with("usage", usage));
                step.conclude(EventDraft.of(EventType.MESSAGE, "Run")
                        .execution("$ x")
                        .with("execution", Map.of("ending", "timed_out")));
                return "done";
            });
            return Served.done("Built");
        })) {
            String id = served.create();
            TestWatcher.connect(served, id, "").awaitClose();
            served.get("/api/tasks/" + id + "/state");
            served.get("/api/tasks/nobody/state");
            served.get("/secret/path");
            served.send("BREW", "/health", null);
            String metrics = served.get("/metrics").body();

            assertThat(metrics)
                    .contains("mgx_tasks{status=\"SUCCEEDED\"} 1.0", "mgx_tasks_queued 0.0", "mgx_runs_active 0.0")
                    .contains("mgx_events_total{type=\"TASK_START\"} 1.0", "mgx_events_total{type=\"LOG\"} 1.0")
                    .contains("mgx_model_calls_total{outcome=\"answered\",role=\"Architect\"} 2.0")
                    .contains("mgx_model_calls_total{outcome=\"rate_limited\",role=\"Architect\"} 2.0")
                    .contains("mgx_model_tokens_total{direction=\"input\",role=\"Architect\"} 200.0")
                    .contains("mgx_model_cost_usd_total{role=\"Architect\"} 0.5")
                    .contains("mgx_executions_total{ending=\"timed_out\"} 1.0")
                    .contains("method=\"GET\",route=\"/api/tasks/{id}/state\",status=\"200\"} 1")
                    .contains("method=\"GET\",route=\"/api/tasks/{id}/state\",status=\"404\"} 1")
                    .contains("method=\"GET\",route=\"none\",status=\"404\"} 1")
                    .contains("method=\"other\",route=\"none\",status=\"405\"} 1")
                    .contains("jvm_memory_used_bytes", "process_uptime_seconds", "mgx_websockets ")
                    .containsPattern("mgx_journal_commits_total [1-9]")
                    .containsPattern("mgx_journal_commit_seconds_total 0\\.")
                    .doesNotContain(id, "nobody", "secret", "BREW");
            assertThat(served.get("/metrics")
                            .headers()
                            .firstValue("Content-Type")
                            .orElse(""))
                    .startsWith("text/plain");
        }
    }
}
