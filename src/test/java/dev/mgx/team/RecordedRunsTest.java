package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.task.TaskState;
import dev.mgx.testing.Invariants;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs whose answers a real small model gave (Qwen2.5-Coder 1.5B, by {@code evals/run.py}), as they were: with wrong checks,
 * copied examples, programs that do not compile, answers that go round in circles. Each file has the requirement and how
 * the run ended in its first line, and then the answers in their order, made of a recording by {@code jq -c '{role, text:
 * (.pieces | join("")), failure, failure_message: .failure_message}'}.
 */
@Timeout(120)
class RecordedRunsTest {
    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    /** The first line of a file. */
    record Recorded(String requirement, String status, int passed, int checks) {}

    static Stream<Path> recordings() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(RecordedRunsTest.class.getResource("recorded"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void endsAsItDid(Path recording) throws Exception {
        List<String> lines = new ArrayList<>(Files.readAllLines(recording));
        Recorded recorded = Json.read(lines.removeFirst(), Recorded.class);
        RecordedModel model = new RecordedModel(lines);
        try (TeamFixture fixture = new TeamFixture(
                folder, ModelSource.only(model), sandbox, Duration.ofSeconds(20), GatewayLimits.DEFAULT)) {
            TaskState state = fixture.built(recorded.requirement());

            assertThat(state.status().name()).as(state.errorMessage()).isEqualTo(recorded.status());
            List<?> checks = (List<?>) Objects.requireNonNull(
                    result(fixture.events(state.taskId())).get("checks"));
            assertThat(checks).hasSize(recorded.checks());
            assertThat(checks)
                    .filteredOn(check -> check instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("passed")))
                    .hasSize(recorded.passed());
            assertThat(state.errorMessage()).isNotEqualTo(RecordedModel.OVER);
        }
    }

    /** What the last event that has a result says. */
    private static Map<?, ?> result(List<Map<String, @Nullable Object>> events) {
        return events.reversed().stream()
                .flatMap(event -> Stream.ofNullable(Invariants.detail(event, "final_result")))
                .map(result -> (Map<?, ?>) result)
                .findFirst()
                .orElseThrow();
    }
}
