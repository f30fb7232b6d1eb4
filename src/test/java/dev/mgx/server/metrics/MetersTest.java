package dev.mgx.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.server.Served;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import dev.mgx.task.VisualType;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetersTest {
    private static final List<String> FIRST_ENGINE = List.of(
            "mgx_tasks_total",
            "mgx_tasks_active",
            "mgx_task_duration_seconds",
            "mgx_events_total",
            "mgx_events_active",
            "mgx_artifacts_total",
            "mgx_artifacts_active",
            "mgx_agent_steps_total",
            "mgx_agent_step_duration_seconds",
            "mgx_agent_token_cost_total",
            "mgx_llm_calls_total",
            "mgx_llm_rate_limit_hits_total",
            "mgx_llm_concurrent_calls");

    @TempDir
    Path folder;

    @Test
    void aFreshServerHasEveryNameThatTheFirstEngineHad() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"))) {
            String metrics = served.get("/metrics").body();
            for (String name : FIRST_ENGINE) {
                assertThat(metrics).contains("# TYPE " + name + " ").containsPattern("(?m)^" + name + "(_count)?[ {]");
            }
            assertThat(metrics)
                    .containsPattern("(?m)^mgx_task_duration_seconds_bucket\\{")
                    .containsPattern("(?m)^mgx_agent_step_duration_seconds_bucket\\{");
        }
    }

    @Test
    void aFreshServerTellsOfItselfOfItsDiskAndOfItsDatabase() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"))) {
            served.create();
            assertThat(served.get("/metrics").body())
                    .contains("mgx_database_up 1.0", "mgx_writes_refused_total 0.0")
                    .containsPattern("mgx_build_info\\{.*version=\"[^\"]+\".*} 1")
                    .containsPattern("process_resident_memory_bytes [1-9]")
                    .containsPattern("process_open_fds [1-9]")
                    .containsPattern("process_max_fds [1-9]")
                    .containsPattern("mgx_disk_free_bytes [1-9]")
                    .containsPattern("mgx_disk_size_bytes [1-9]")
                    .containsPattern("mgx_journal_commit_duration_seconds_bucket\\{le=\"0.1\"} [1-9]")
                    .contains("mgx_runs_ended_total{ending=\"unverified\"} 0.0");
        }
    }

    @Test
    void answersWithoutTheDatabaseAndSaysThatItIsAway() throws Exception {
        try (Served served = new Served(folder, run -> Served.done("Built"))) {
            served.create();
            served.store().close();
            HttpResponse<String> scrape = served.get("/metrics");
            assertThat(scrape.statusCode()).isEqualTo(200);
            assertThat(scrape.body())
                    .contains("mgx_database_up 0.0", "mgx_tasks_queued NaN", "mgx_events_total{")
                    .containsPattern("mgx_journal_commits_total [1-9]");
        }
    }

    @Test
    void whatRunsUnderWayHaveRecordedIsActiveAndAStepThatIsCutShortHasFailed() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (Served served = new Served(folder, run -> {
            run.step("write", String.class, step -> {
                step.emit(EventDraft.of(EventType.AGENT_START, "Writing").by(AgentRole.ENGINEER));
                step.conclude(EventDraft.of(EventType.MESSAGE, "Written")
                        .by(AgentRole.ENGINEER)
                        .file("A.java")
                        .visual(VisualType.CODE));
                step.save(new ArtifactDraft("A.java", "class A {}", AgentRole.ENGINEER));
                return "done";
            });
            run.step("wait", String.class, step -> {
                step.emit(EventDraft.of(EventType.LOG, "Waiting"));
                gate.await();
                return "done";
            });
            return Served.done("Built");
        })) {
            String id = served.create();
            TestWatcher watcher = TestWatcher.connect(served, id, "");
            watcher.await("event", 4);
            assertThat(served.get("/metrics").body())
                    .contains("mgx_tasks_active 1.0", "mgx_events_active 4.0", "mgx_artifacts_active 1.0");
            gate.countDown();
            watcher.awaitClose();
            assertThat(served.get("/metrics").body())
                    .contains("mgx_agent_steps_total{agent_role=\"Engineer\",status=\"failed\"} 1.0")
                    .contains("mgx_events_active 0.0", "mgx_artifacts_active 0.0");
        }
    }

    @Test
    void tellsPrometheusWhatHappenedAndNamesNoTask() throws Exception {
        try (Served served = new Served(folder, run -> {
            run.step("work", String.class, step -> {
                Usage usage = new Usage(100, 20, new BigDecimal("0.25"), 2);
                step.emit(EventDraft.of(EventType.AGENT_START, "Designing").by(AgentRole.ARCHITECT));
                step.emit(EventDraft.of(EventType.LOG, "Trying \"usage\":{ again")
                        .by(AgentRole.ARCHITECT)
                        .with("kind", "RATE_LIMITED")
                        .with("usage", usage));
                step.emit(EventDraft.of(EventType.AGENT_COMPLETE, "Done")
                        .by(AgentRole.ARCHITECT)
                        .with("usage", usage));
                step.conclude(EventDraft.of(EventType.MESSAGE, "Written")
                        .by(AgentRole.ENGINEER)
                        .file("A.java")
                        .visual(VisualType.CODE));
                step.save(new ArtifactDraft("A.java", "class A {}", AgentRole.ENGINEER));
                step.conclude(EventDraft.of(EventType.MESSAGE, "Run")
                        .execution("$ x")
                        .with("execution", Map.of("ending", "timed_out", "duration_ms", 1500)));
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
                    .contains("mgx_tasks_total{status=\"SUCCEEDED\"} 1.0", "mgx_tasks_total{status=\"FAILED\"} 0.0")
                    .contains("mgx_tasks_queued 0.0", "mgx_tasks_active 0.0")
                    .contains("mgx_task_duration_seconds_count{status=\"SUCCEEDED\"} 1")
                    .contains("mgx_events_total{event_type=\"TASK_START\"} 1.0")
                    .contains("mgx_events_total{event_type=\"LOG\"} 1.0", "mgx_events_active 0.0")
                    .contains("mgx_artifacts_total{agent_role=\"Engineer\"} 1.0", "mgx_artifacts_active 0.0")
                    .contains("mgx_agent_steps_total{agent_role=\"Architect\",status=\"completed\"} 1.0")
                    .contains("mgx_agent_step_duration_seconds_count{agent_role=\"Architect\"} 1")
                    .contains("mgx_agent_token_cost_total{agent_role=\"Architect\"} 0.5")
                    .contains("mgx_llm_calls_total{agent_role=\"Architect\",status=\"success\"} 2.0")
                    .contains("mgx_llm_calls_total{agent_role=\"Architect\",status=\"rate_limited\"} 2.0")
                    .contains("mgx_llm_rate_limit_hits_total 1.0", "mgx_llm_concurrent_calls 0.0")
                    .contains("mgx_llm_tokens_total{agent_role=\"Architect\",direction=\"input\"} 200.0")
                    .contains("mgx_executions_total{ending=\"timed_out\"} 1.0")
                    .contains("mgx_execution_duration_seconds_bucket{ending=\"timed_out\",le=\"2.0\"} 1")
                    .contains("mgx_runs_ended_total{ending=\"succeeded\"} 1.0")
                    .containsPattern("mgx_http_requests_seconds_bucket\\{method=\"GET\",route=\"none\"")
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
