package dev.mgx.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.server.ws.TestWatcher;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The metrics as Prometheus's own tool sees them, and the files of docs/operate that are made of them. */
@Timeout(60)
class OperateFilesTest {
    private static final Path ALERTS = Path.of("docs/operate/alerts.yml");
    private static final Path DASHBOARD = Path.of("docs/operate/dashboard.json");
    private static final Pattern NAME = Pattern.compile("\\b(?:mgx|process|jvm)_[a-z0-9_]+\\b");

    @TempDir
    static Path folder;

    private static String scrape = "";

    @BeforeAll
    static void scrapeAServerThatHasWorked() throws Exception {
        try (Served served = new Served(folder, run -> {
            run.step("work", String.class, step -> {
                step.emit(EventDraft.of(EventType.AGENT_START, "Designing").by(AgentRole.ARCHITECT));
                step.emit(EventDraft.of(EventType.AGENT_COMPLETE, "Done")
                        .by(AgentRole.ARCHITECT)
                        .with("usage", new Usage(100, 20, new BigDecimal("0.25"), 2)));
                step.conclude(EventDraft.of(EventType.MESSAGE, "Run")
                        .execution("$ x")
                        .with("execution", Map.of("ending", "exited", "duration_ms", 1500)));
                return "done";
            });
            return Served.done("Built");
        })) {
            TestWatcher.connect(served, served.create(), "").awaitClose();
            served.server().modelCallEnded("answered", Duration.ofSeconds(3));
            served.get("/health");
            scrape = served.get("/metrics").body();
        }
    }

    @AfterAll
    static void forget() {
        scrape = "";
    }

    /** Its exit code and output; skipped where it is not installed, unless it is required. */
    private static void assertContent(String input, String... arguments) throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool")));
        assumeTrue(
                there || System.getenv("MGX_PROMTOOL_REQUIRED") != null,
                "promtool is not installed (Debian: prometheus): what it would say of the metrics is NOT TESTED");
        Path in = Files.writeString(folder.resolve("input"), input);
        Path out = folder.resolve("output");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    }

    @Test
    void promtoolIsContentWithTheMetrics() throws Exception {
        assertContent(scrape, "check", "metrics");
    }

    @Test
    void promtoolIsContentWithTheAlerts() throws Exception {
        assertContent("", "check", "rules", ALERTS.toString());
    }

    private static List<String> expressions() throws Exception {
        JsonNode dashboard = Json.readTree(Files.readString(DASHBOARD));
        return dashboard
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString())
                .toList();
    }

    @Test
    void promtoolIsContentWithEveryExpressionOfTheDashboard() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        for (String expression : expressions()) {
            String whole = expression.replace("$instance", ".*").replace("$__rate_interval", "5m");
            rules.append("      - record: panel:%d\n        expr: '%s'\n".formatted(rules.length(), whole));
        }
        Path file = Files.writeString(folder.resolve("dashboard.yml"), rules);
        assertThat(expressions()).hasSizeGreaterThan(20);
        assertContent("", "check", "rules", file.toString());
    }

    @Test
    void theyNameNoMetricThatIsNotThere() throws Exception {
        Set<String> named = new TreeSet<>();
        for (Path file : List.of(ALERTS, DASHBOARD, Path.of("docs/operate.md"))) {
            NAME.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group()));
        }
        assertThat(named)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(scrape)
                        .containsPattern("(?m)^# TYPE " + name.replaceFirst("_(bucket|count|sum)$", "") + " "));
    }
}
