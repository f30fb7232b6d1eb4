package dev.mgx.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.app.Main;
import dev.mgx.file.ShellWord;
import dev.mgx.testing.Soak;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code mgx run} as a separate process: its output and exit code. */
@Tag("e2e")
@Timeout(60)
class RunCommandTest {
    @TempDir
    Path folder;

    @Test
    void buildsAProgramAndLeavesItInAFolder() throws Exception {
        Path classes = folder.resolve("classes");
        Process process = start(List.of("-Xlog:class+load:file=" + classes), Map.of(), "run", "Build a todo app");
        assertThat(await(process)).as(outputText()).isZero();
        assertThat(Files.readString(classes))
                .contains("picocli")
                .as("nobody pays for a repository who has none")
                .doesNotContain("jgit");
        assertThat(outputText())
                .contains(
                        "All 5 acceptance checks passed",
                        "│ $ java Todo.java list",
                        "│ 1. [ ] buy milk",
                        "Run  ",
                        "not from a real model");
        assertThat(folder.resolve("build-a-todo-app/Todo.java")).isRegularFile();
    }

    /**
     * Of all locales that the JDK has, one of each kind: those that write the same digits and the same capitals are alike to a
     * program that formats nothing else for people. A build tries a few of them, a soak all.
     */
    static Stream<String> oneLocaleOfEachKind() {
        Map<String, String> kinds = new TreeMap<>();
        for (Locale locale : Locale.getAvailableLocales()) {
            String kind = String.format(locale, "%d", 1_234_567_890)
                    + "TITLE\u00ccI".toLowerCase(locale)
                    + "title\u0131i".toUpperCase(locale);
            kinds.putIfAbsent(kind, locale.toLanguageTag());
        }
        return kinds.values().stream().sorted(Comparator.reverseOrder()).limit(Soak.of(3, kinds.size()));
    }

    @ParameterizedTest
    @Tag("soak")
    @MethodSource("oneLocaleOfEachKind")
    void isTheSameInOtherCountries(String tag) throws Exception {
        Locale locale = Locale.forLanguageTag(tag);
        Process process = start(
                List.of(
                        "-Duser.language=" + locale.getLanguage(),
                        "-Duser.country=" + locale.getCountry(),
                        "-Duser.script=" + locale.getScript(),
                        "-Duser.extensions=" + tag.replaceFirst(".*?(?:-(u-.*))?$", "$1")),
                Map.of(),
                "run",
                "Build a todo app");
        assertThat(await(process)).as(outputText()).isZero();
        assertThat(outputText())
                .contains("All 5 acceptance checks passed", "0:00")
                .matches("(?s)[\\x00-\\u007f–—…│✓·→]*");
    }

    @Test
    void isNotStartedWhereItsFilesCannotBeWritten() throws Exception {
        Process process = start(Map.of(), "run", "--out", "/dev/null/app", "Build a todo app");

        assertThat(await(process)).isEqualTo(2);
        assertThat(outputText())
                .contains("Files cannot be written to /dev/null/app, because /dev/null is no folder")
                .doesNotContain("Product manager");
    }

    @ParameterizedTest
    @CsvSource({"run 'Build a todo app', 2", "tasks, 1", "--help, 1"})
    void aFullDiskBehindStandardOutputIsSaid(String arguments, int exitCode) throws Exception {
        List<String> command = command(List.of());
        String line = command.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", line + " " + arguments + " >/dev/full");
        Process process = started(builder, Map.of());

        assertThat(await(process)).as(outputText()).isEqualTo(exitCode);
        assertThat(outputText())
                .contains("mgx: standard output cannot be written: No space left on device")
                .doesNotContain("Product manager");
    }

    @Test
    void endsWith3WhereNothingCanBeRun() throws Exception {
        Process process = start(Map.of("MGX_SANDBOX", "off"), "run", "Build a todo app");
        assertThat(await(process)).as(outputText()).isEqualTo(3);
        assertThat(outputText()).contains("Not tested");
    }

    @Test
    void endsWith1WhenTheTaskFails() throws Exception {
        Map<String, String> tooSlow = Map.of("MGX_SIMULATED_DELAY_MS", "60000", "MGX_MAX_TASK_DURATION", "1");
        Process process = start(tooSlow, "run", "Build a todo app");
        assertThat(await(process)).as(outputText()).isEqualTo(1);
        assertThat(outputText()).contains("Task exceeded maximum duration of 1 seconds");
    }

    @Test
    void ctrlCStopsTheTaskAndNoLineIsWrittenIntoAnother() throws Exception {
        Map<String, String> terminal =
                Map.of("MGX_SIMULATED_DELAY_MS", "60000", "TERM", "xterm", "NO_COLOR", "1", "LOG_LEVEL", "INFO");
        Process process = start(List.of("-Dmgx.columns=80"), terminal, "run", "Build a todo app");
        awaitOutput("Writing the product requirements");
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(await(process)).as(outputText()).isEqualTo(130);
        assertThat(outputText())
                .contains("Stopped.", "Writing the product requirements")
                .containsPattern("Z INFO +RunExecutor")
                .doesNotContainPattern("[^\\nK]\\d{4}-\\d\\d-\\d\\dT")
                .endsWith("\n");
    }

    @Test
    void aWrongSettingIsOneSentence() throws Exception {
        Process process = start(Map.of(), "run", "--port", "http", "Build a todo app");
        assertThat(await(process)).isEqualTo(2);
        assertThat(outputText())
                .isEqualToIgnoringNewLines("mgx: MGX_PORT is 'http', but must be a whole number from 0 to 65535");
    }

    @Test
    void aRequirementIsNeeded() throws Exception {
        Process process = start(Map.of(), "run");
        assertThat(await(process)).isEqualTo(2);
        assertThat(outputText()).contains("REQUIREMENT");
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        return start(List.of(), environment, arguments);
    }

    private Process start(List<String> javaOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = command(javaOptions);
        command.addAll(List.of(arguments));
        return started(new ProcessBuilder(command), environment);
    }

    private static List<String> command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(
                // Background processes of a shell ignore Ctrl-C, and so do their children.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    private Process started(ProcessBuilder builder, Map<String, String> environment) throws IOException {
        builder.directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(outputFile().toFile());
        builder.environment().put("MGX_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("MGX_PACKAGES", "off");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path outputFile() {
        return folder.resolve("output");
    }

    private String outputText() throws IOException {
        return Files.readString(outputFile());
    }

    private static int await(Process process) throws InterruptedException {
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 40 s");
        }
        return process.exitValue();
    }

    private void awaitOutput(String text) throws IOException, InterruptedException {
        try (var watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY);
            while (!outputText().contains(text)) {
                var key = watch.poll(30, TimeUnit.SECONDS);
                assertThat(key).as("output within 30 s").isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }
}
