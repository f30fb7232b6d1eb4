package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import dev.mgx.client.ServerRefused;
import dev.mgx.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each command against a running server that owns the data folder. */
@Tag("e2e")
@Timeout(60)
class CommandsTest {
    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static Home mgx;
    private static String finished = "";

    @BeforeAll
    static void serve() throws InterruptedException {
        mgx = new Home(home, Map.of());
        finished = mgx.finished("A quiz about planets");
    }

    @AfterAll
    static void close() {
        mgx.close();
    }

    private String out() {
        return folder.resolve("out").toString();
    }

    /** Parses every line of data; fails if one is not JSON. */
    private static List<JsonNode> data(Output output) {
        return output.out().lines().map(Json::readTree).toList();
    }

    @Test
    void runBuildsOnTheServerThatHasTheFolderAndEndsWithWhatAPersonWants() {
        Output output = mgx.mgx("run", "--out", out(), "Build", "a", "todo", "app");
        assertThat(output.exitCode()).as(output.err()).isZero();
        assertThat(output.out())
                .startsWith("Using the server at http://127.0.0.1:")
                .contains(
                        "Done. Built Todo list. All 5 acceptance checks passed.",
                        "Simulated",
                        "7 model calls, ",
                        "  passed   $ java Todo.java add \"buy milk\"  →  Added: buy milk")
                .containsSubsequence(
                        "Done.",
                        "Files         " + out(),
                        "Run           cd ",
                        "java Todo.java",
                        "Make changes  mgx say ");
        assertThat(folder.resolve("out/Todo.java")).isRegularFile();
    }

    @Test
    void saysOnceWhatTheServerRefuses() {
        assertThatThrownBy(() -> mgx.api().create(Map.of("input_prompt", " ", "titel", "x")))
                .isInstanceOf(ServerRefused.class)
                .hasMessage("input_prompt must not be blank; titel is not a field");
    }

    @Test
    void runPrintsNothingButEventsWhereJsonIsWanted() {
        Output output = mgx.mgx("run", "--json", "--out", out(), "A unit converter");
        assertThat(output.exitCode()).isZero();
        List<JsonNode> events = data(output);
        assertThat(events.stream().map(event -> event.path("event_id").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events.getLast().path("event_type").asString()).isEqualTo("TASK_COMPLETE");
        assertThat(output.err()).contains("Done.", out());
    }

    @Test
    void runSaysWhatItsTaskMayUse() throws Exception {
        Output output = mgx.mgx(
                "run",
                "--json",
                "--out",
                out(),
                "--max-duration",
                "5m",
                "--max-cost",
                "1.5",
                "--max-tokens",
                "90000",
                "A quiz");
        String id = data(output).getFirst().path("task_id").asString();
        JsonNode options = mgx.api().get("/api/tasks/" + id).path("options");
        assertThat(options.path("max_duration_seconds").asInt()).isEqualTo(300);
        assertThat(options.path("max_cost_usd").asDouble()).isEqualTo(1.5);
        assertThat(options.path("max_tokens").asLong()).isEqualTo(90_000);
    }

    @Test
    void runRefusesAFolderThatIsNotEmptyBeforeItCostsAnything() throws Exception {
        Files.createFile(Files.createDirectory(folder.resolve("out")).resolve("mine"));
        int before = tasks().size();
        Output output = mgx.mgx("run", "--out", out(), "A quiz");
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.err()).contains("is not empty; choose another with --out");
        assertThat(tasks()).hasSize(before);
    }

    private static List<JsonNode> tasks() {
        return data(mgx.mgx("tasks", "--json", "--limit", "1000"));
    }

    @Test
    void tasksAreATableWithIdsThatOtherCommandsTake() {
        Output output = mgx.mgx("tasks", "--limit", "100");
        List<String> lines = output.out().lines().toList();
        assertThat(lines.getFirst()).matches("ID +STATUS +AGE +DONE +TASK");
        String row = lines.getLast();
        assertThat(row).matches("[0-9a-f-]{8,} +SUCCEEDED +\\d+[smh] +100 % +A quiz about planets");
        String shortId = row.substring(0, row.indexOf(' '));
        assertThat(finished).startsWith(shortId);
        assertThat(mgx.mgx("watch", "--json", shortId).exitCode()).isZero();
    }

    @Test
    void tasksOfOneStatus() {
        assertThat(mgx.mgx("tasks", "--status", "succeeded").out()).contains("A quiz about planets");
        assertThat(mgx.mgx("tasks", "--status", "FAILED").out()).doesNotContain("A quiz about planets");
        assertThat(mgx.mgx("tasks", "--limit", "0").exitCode()).isEqualTo(2);
    }

    @Test
    void watchShowsAFinishedTaskAndEndsWithItsCode() {
        Output output = mgx.mgx("watch", finished);
        assertThat(output.exitCode()).isZero();
        assertThat(output.out()).contains("Product requirements", "│ $ java Quiz.java", "Done. Built", "mgx export ");
        assertThat(output.out()).doesNotContain("\u001b");
    }

    @Test
    void watchGoesOnAfterAnEvent() throws Exception {
        long last = mgx.state(finished).lastEventId();
        List<JsonNode> events = data(mgx.mgx("watch", "--json", "--since", String.valueOf(last - 2), finished));
        assertThat(events.stream().map(event -> event.path("event_id").asLong()))
                .containsExactly(last - 1, last);
    }

    @Test
    void anIdThatNoTaskHasOrThatSeveralHave() {
        for (String command : List.of("watch", "stop", "resume", "export", "approve")) {
            assertThat(mgx.mgx(command, "ffff").exitCode()).as(command).isEqualTo(4);
        }
        Output gone = mgx.mgx("watch", finished.substring(0, 35) + (finished.endsWith("0") ? "1" : "0"));
        assertThat(gone.exitCode()).isEqualTo(4);
        assertThat(gone.err()).contains("not found");
        mgx.mgx("run", "--out", out(), "A quiz");
        Output several = mgx.mgx("watch", "0");
        assertThat(several.exitCode()).isEqualTo(2);
        assertThat(several.err()).containsPattern("'0' is ambiguous: \\d+ task IDs start with it \\([0-9a-f-]{8,}, ");
    }

    @Test
    void sayChangesAFinishedTask() throws Exception {
        String id = mgx.finished("Build a todo app");
        Output output = mgx.mgx("say", id, "greet", "the", "user");
        assertThat(output.exitCode()).as(output.out() + output.err()).isZero();
        assertThat(output.out())
                .contains(
                        "You",
                        "greet the user",
                        "Done. Not covered by a check: “greet the user”. Changed Todo list.",
                        "mgx export ");
        assertThat(mgx.state(id).run()).isEqualTo(2);
    }

    @Test
    void editPrintsTheDifferenceAndTestsAnew() throws Exception {
        String id = mgx.finished("Build a todo app");
        Output output = mgx.mgx("edit", id, "Todo.java", "add a comment at the top");
        assertThat(output.exitCode()).as(output.out() + output.err()).isZero();
        assertThat(output.out()).contains("+++ ", "@@ ", "│ $ java Todo.java list", "Done. Changed Todo.java");
        assertThat(mgx.mgx("edit", id, "Nothing.java", "x").exitCode()).isEqualTo(4);
    }

    @Test
    void exportWritesAFolderOrAZipAndOverwritesNothing() throws Exception {
        assertThat(mgx.mgx("export", finished, "--out", out()).exitCode()).isZero();
        assertThat(folder.resolve("out/Quiz.java")).isRegularFile();
        Output again = mgx.mgx("export", finished, "--out", out());
        assertThat(again.exitCode()).isEqualTo(2);

        Path zip = folder.resolve("quiz.zip");
        assertThat(mgx.mgx("export", finished, "--zip", zip.toString()).exitCode())
                .isZero();
        byte[] before = Files.readAllBytes(zip);
        assertThat(before).startsWith('P', 'K');
        Output there = mgx.mgx("export", finished, "--zip", zip.toString());
        assertThat(there.exitCode()).isEqualTo(2);
        assertThat(there.err()).contains("already exists");
        assertThat(zip).hasBinaryContent(before);
    }

    @Test
    void stopOfATaskThatIsOverIsRefused() {
        Output output = mgx.mgx("stop", finished);
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.err()).contains("SUCCEEDED");
    }

    @Test
    void approveLetsADesignBeBuilt() throws Exception {
        String id = mgx.started("A unit converter", Map.of("require_plan_approval", true));
        mgx.await(id, "APPROVAL_REQUEST");
        Output output = mgx.mgx("approve", id, "--comment", "go");
        assertThat(output.exitCode()).as(output.err()).isZero();
        assertThat(output.out()).startsWith("Plan approved. Watch it: mgx watch ");
        assertThat(mgx.mgx("watch", id).exitCode()).isZero();
        assertThat(mgx.mgx("approve", id).exitCode()).isEqualTo(1);
    }

    @Test
    void approveNoWithACommentHasTheDesignChangedAndWithoutOneEndsTheTask() throws Exception {
        String id = mgx.started("A unit converter", Map.of("require_plan_approval", true));
        mgx.await(id, "APPROVAL_REQUEST");
        assertThat(mgx.mgx("approve", id, "--no").exitCode()).isZero();
        Output watched = mgx.mgx("watch", id);
        assertThat(watched.exitCode()).isEqualTo(1);
        assertThat(watched.out()).contains("FAILED. ", "The plan was rejected", "mgx resume ");
    }

    @Test
    void aServerThatIsNamedIsUsed() {
        String url = mgx.api().server();
        Output output = mgx.mgx("tasks", "--server", url.substring("http://".length()));
        assertThat(output.exitCode()).isZero();
        assertThat(output.out()).contains("A quiz about planets");
        Output nobody = mgx.mgx("tasks", "--server", "http://127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.err()).contains("(connection refused); is it running?");
    }

    @Test
    void aRunThatRanOutOfItsBudgetSaysSoOnceAndIsResumedWithALargerOne() throws Exception {
        Output failed = mgx.mgx("run", "--out", out(), "--max-tokens", "3000", "Build a todo app");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out())
                .containsOnlyOnce("Budget of 3,000 tokens is spent")
                .containsPattern("Resume        mgx resume [0-9a-f-]+ --max-tokens 6000");
        Output told = mgx.mgx("resume", "last");
        assertThat(told.out())
                .contains("The last run spent its budget of 3,000 tokens. A larger one: --max-tokens 6000;");
        Output asked = mgx.shell().typing("many\n50000\n", "resume", "last");
        assertThat(asked.exitCode()).as(asked.out()).isZero();
        assertThat(asked.out())
                .contains("Token limit [6000]: ", "must be a whole number, was 'many'", "5 acceptance checks passed");
        JsonNode task = Json.readTree(mgx.mgx("show", "--json", "last").out());
        assertThat(task.path("options").path("max_tokens").asInt()).isEqualTo(50_000);
        assertThat(task.path("state").path("status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void resumeOfATaskThatSucceededNamesTheCommandsThatGoOn() {
        Output output = mgx.mgx("resume", finished);
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.err()).contains("nothing to resume", "mgx say " + finished.substring(0, 8), "mgx rerun ");
    }

    @Test
    void filesAndTheirVersionsAndDifferencesAreShown() throws Exception {
        String id = mgx.finished("Build a todo app");
        String first = mgx.mgx("cat", id, "Todo.java").out();
        assertThat(mgx.mgx("diff", id).out()).contains("--- /dev/null", "+++ b/Item.java", "+++ b/Todo.java");
        mgx.mgx("edit", id, "Todo.java", "add a comment at the top");
        mgx.mgx("say", id, "greet the user");

        assertThat(mgx.mgx("files", id).out()).containsPattern("      2 +\\d+s  Editor +Todo.java");
        assertThat(data(mgx.mgx("files", "--json", id))
                        .getFirst()
                        .path("file_path")
                        .asString())
                .isEqualTo("Item.java");
        assertThat(mgx.mgx("cat", id, "Todo.java", "--version", "1").out()).isEqualTo(first);
        assertThat(mgx.mgx("cat", id, "Todo.java").out()).isNotEqualTo(first).contains("import java.util");
        assertThat(mgx.mgx("cat", id, "None.java").exitCode()).isEqualTo(4);

        assertThat(mgx.mgx("diff", id).out()).contains("+++ b/Item.java").doesNotContain("Todo.java");
        assertThat(mgx.mgx("diff", id, "--runs", "1..3").out()).contains("+++ b/Item.java", "+++ b/Todo.java");
        assertThat(mgx.mgx("diff", id, "--runs", "1..3", "Item.java").out()).doesNotContain("Todo.java");
        assertThat(mgx.mgx("diff", id, "--runs", "7").err()).contains("There is no run 6; the task has runs 1 to 3");
        assertThat(mgx.mgx("diff", id, "Todo.java").out())
                .isEqualTo(mgx.mgx("diff", id, "--runs", "2").out());
        assertThat(mgx.mgx("diff", id, "README.md").err()).contains("one version");
    }

    @Test
    void rerunBuildsAgainFromNothingOrFromTheFilesAndKeepsWhatWasEdited() throws Exception {
        String id = mgx.finished("A quiz");
        mgx.mgx("edit", id, "Quiz.java", "add a comment at the top");
        Output again = mgx.mgx("rerun", id, "--max-duration", "5m");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("Run 3 started", "Done. Built");
        assertThat(mgx.mgx("diff", id, "Quiz.java").out()).contains("-");
        assertThat(mgx.api()
                        .get("/api/tasks/" + id)
                        .path("options")
                        .path("max_duration_seconds")
                        .asInt())
                .isEqualTo(300);
        assertThat(mgx.mgx("rerun", id, "--keep-files").out()).contains("Run 4 started");
    }

    @Test
    void showSaysWhatATaskIsAndWhatCameOfIt() {
        Output output = mgx.mgx("show", finished);
        assertThat(output.out())
                .startsWith("A quiz about planets\nTask " + finished + ", created ")
                .contains(", run 1", "Done. Built", "  passed   $ java Quiz.java", "mgx export ", "mgx say ");
    }

    @Test
    void logsAreWhatItsProgramsPrinted() {
        assertThat(mgx.mgx("logs", finished).out())
                .startsWith("$ java Quiz.java")
                .contains("acceptance checks passed");
        assertThat(mgx.mgx("logs", "--failed", finished).err()).contains("No check failed in this run");
        assertThat(mgx.mgx("logs", "--run", "2", finished).err()).contains("--run is 2, but the task has runs 1 to 1");
    }

    @Test
    void openPrintsTheAddressOfThePage() {
        String address = mgx.api().server();
        assertThat(mgx.mgx("open", finished).out()).isEqualTo(address + "/#/tasks/" + finished + "\n");
        assertThat(mgx.mgx("open").out()).isEqualTo(address + "/\n");
        assertThat(mgx.mgx("open", "--app", finished).err()).contains("has no service app");
        assertThat(mgx.mgx("open", "--app").err()).contains("--app needs the ID of a task");
        assertThat(new Shell(folder, Map.of("MGX_DATA_DIR", folder.toString()))
                        .mgx("open")
                        .err())
                .contains("No server is running that could show the page; start one: mgx serve");
    }

    @Test
    void runOnARepositoryStandsOnWhatIsNotCommittedAndSaysWhatBecameOfItsBranch() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("shop"));
        try (Git git = Git.init()
                .setDirectory(repository.toFile())
                .setInitialBranch("main")
                .call()) {
            Files.writeString(repository.resolve("README.md"), "# A shop\n");
            git.add().addFilepattern(".").call();
            RevCommit head = git.commit().setMessage("Begin").setSign(false).call();
            Files.writeString(repository.resolve("README.md"), "# A shop for tea\n");
            Output output =
                    mgx.mgx("run", "--json", "--repo", repository.toString(), "--include-changes", "Build a todo app");
            String id = data(output).getFirst().path("task_id").asString();
            String branch = TaskBranch.name(id);
            assertThat(output.err())
                    .contains(
                            "Source    1 file of main at %s, with 1 uncommitted change beside it"
                                    .formatted(head.name().substring(0, 7)),
                            "\nBranch        ");
            ObjectId tip = git.getRepository().resolve(branch);
            Output again = mgx.mgx("apply", "--repo", repository.toString(), id);
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(git.getRepository().resolve(branch)).isEqualTo(tip);

            String base = mgx.api().commits(id).path("commit").asString();
            RevCommit uncommitted = git.log()
                    .add(git.getRepository().resolve(base))
                    .call()
                    .iterator()
                    .next();
            assertThat(uncommitted.getParent(0)).isEqualTo(head);
            assertThat(uncommitted.getFullMessage())
                    .isEqualTo("Changes that were not committed\n\nMGX-Task: %s\n".formatted(id));
        }
    }
}
