package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxState;
import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Correcting the checks of a plan with {@code mgx approve}. */
@Timeout(60)
class CorrectedChecksTest {
    private static final String CHECKS = """
            [{"id":"C1","quote":"14 is XIV","steps":[{"run":"python3 roman.py 14","output":"XIV"}]}]""";

    @TempDir
    Path folder;

    private Served served;
    private String id;

    @BeforeEach
    void ask() throws Exception {
        served = new Served(folder.resolve("server"), run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?")
                            .with(
                                    "checks",
                                    Json.readMap("{\"x\":" + CHECKS + "}").get("x")),
                    reply -> reply);
            return Served.done(
                    Json.write(Objects.requireNonNullElse(answer.orElseThrow().get("checks"), "none")));
        });
        id = served.create();
    }

    @AfterEach
    void close() {
        served.close();
    }

    private String url() {
        return "http://127.0.0.1:" + served.port();
    }

    private Output approve(String... options) {
        String[] all = new String[options.length + 4];
        System.arraycopy(options, 0, all, 4, options.length);
        System.arraycopy(new String[] {"approve", id, "--server", url()}, 0, all, 0, 4);
        return new Shell(folder.resolve("data"), Map.of()).mgx(all);
    }

    private void awaitQuestion() throws Exception {
        served.send("POST", "/api/tasks/" + id + "/run", null);
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            api.watch(id, 0, event -> {
                        if (event.type().equals("APPROVAL_REQUEST")) {
                            throw new Asked();
                        }
                    })
                    .untilOver();
        } catch (Asked e) {
            return;
        }
        throw new AssertionError("nothing was asked");
    }

    private static final class Asked extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("checks.json"), content);
    }

    @Test
    void thePlansChecksArePrintedAndWhatAPersonMakesOfThemIsSent() throws Exception {
        awaitQuestion();
        Output printed = approve("--print-checks");
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        assertThat(Json.readTree(printed.out())).isEqualTo(Json.readTree(CHECKS));
        Output output =
                approve("--checks", file(printed.out().replace("XIV", "xiv")).toString());
        assertThat(output.out() + output.err()).startsWith("Plan approved. Watch it: mgx watch ");
        try (MgxClient api = new MgxClient(URI.create(url()))) {
            MgxState state = api.watch(id, 0, event -> {}).untilOver();
            assertThat(Json.readTree(state.finalResult().path("summary").asString("")))
                    .isEqualTo(Json.readTree(CHECKS.replace("XIV", "xiv")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                       | cannot be read as JSON: it ends before it is complete
            {"id":"C1"}                             | has no list of checks, which --print-checks prints
            []                                      | checks must have at least 1, has 0
            [{"id":"C1","quote":"q","steps":[{}]}]  | checks[0].steps[0].run is missing
            """)
    void aFileWithSomethingElseIsRefusedInOneSentence(String content, String sentence) throws Exception {
        awaitQuestion();
        Output output = approve("--checks", file(content).toString());
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.err()).contains(sentence);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Output output = approve("--checks", folder.resolve("none.json").toString());
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.err()).contains("none.json cannot be read");
    }

    @Test
    void aTaskThatAskedForNothingHasNoChecksToPrint() {
        Output output = approve("--print-checks");
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.err()).contains("has no plan with checks that waits for approval");
    }
}
