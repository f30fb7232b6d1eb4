package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole runs with a model whose answers have unsafe paths, too many or conflicting files, or text that cannot be
 * stored: retried once with the complaint, then FAILED with a sentence, and the next task is unaffected.
 */
@Tag("stability")
@Timeout(60)
class HostileAnswersTest {
    private static final String TODO = "Build a command line todo list with add, list and done.";
    private static final int MANY = 10_000;

    @TempDir
    private Path folder;

    private final ScriptedModel model = new ScriptedModel(Mistake.NONE);
    private Sandbox off;
    private TeamFixture fixture;

    @BeforeEach
    void open() {
        off = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());
        fixture = new TeamFixture(folder, model, off);
    }

    @AfterEach
    void theNextTaskIsBuiltAsIfNothingHadBeen() throws Exception {
        try {
            assertThat(fixture.built(TODO).status()).isEqualTo(TaskStatus.SUCCEEDED);
        } finally {
            fixture.close();
            off.close();
        }
    }

    static Stream<Arguments> pathsThatCannotBe() {
        return Stream.of(
                Arguments.of("../../etc/passwd", "\"..\" is not allowed"),
                Arguments.of("C:/windows/win.exe", "is not relative"),
                Arguments.of("a\\..\\b", "\"..\" is not allowed"),
                Arguments.of("a\u0000.java", "has a NUL character"),
                Arguments.of("a\u001b[2J.java", "control character"),
                Arguments.of("a\u202Egnp.exe", "an invisible character"),
                Arguments.of("src/NUL.java", "is a device on Windows"),
                Arguments.of(".git/config", "obeyed by version control"),
                Arguments.of("src/.VSCode/tasks.json", "obeyed by an editor that opens the folder"),
                Arguments.of("GIT~1/config", "another name of some other file on Windows"),
                Arguments.of(".g\u200Cit/config", "an invisible character"),
                Arguments.of(".git::$INDEX_ALLOCATION/config", "has a colon"),
                Arguments.of("x".repeat(4_000), "more than 200 characters"),
                Arguments.of("mgx.json", "must name at least one"),
                Arguments.of("MGX.json", "differ only by upper and lower case"));
    }

    @ParameterizedTest
    @MethodSource("pathsThatCannotBe")
    void aPathThatCannotBeIsRefusedByItsKind(String path, String kind) throws Exception {
        String design = design(List.of(path));
        model.says(AgentRole.ARCHITECT, design, design);
        model.says(AgentRole.ENGINEER, block("Main.java", "class Main {}"));
        TaskState state = fixture.built(TODO);
        assertSentBack(AgentRole.ARCHITECT, kind);
        assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(fixture.files(state.taskId(), 1))
                .as("goes on without a design, in one file")
                .containsOnlyKeys("Main.java", "mgx.json");
    }

    static Stream<Arguments> filesThatCannotAllBe() {
        return Stream.of(
                Arguments.of(many(), "must have 1 to 40 elements, has 10000"),
                Arguments.of(List.of("src", "src/Main.java"), "\"src\" is both a file and a folder"),
                Arguments.of(List.of("Src", "src/Main.java"), "\"Src\" is both a file and a folder"));
    }

    private static List<String> many() {
        return IntStream.range(0, MANY).mapToObj("f%d.txt"::formatted).toList();
    }

    @ParameterizedTest
    @MethodSource("filesThatCannotAllBe")
    void filesThatCannotAllBeAreRefused(List<String> paths, String kind) throws Exception {
        String design = design(paths);
        model.says(AgentRole.ARCHITECT, design, design);
        model.says(AgentRole.ENGINEER, block("Main.java", "class Main {}"));
        TaskState state = fixture.built(TODO);
        assertSentBack(AgentRole.ARCHITECT, kind);
        assertThat(state.status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(fixture.files(state.taskId(), 1))
                .as("goes on without a design, in one file")
                .containsOnlyKeys("Main.java", "mgx.json");
    }

    @Test
    void aDesignThatIsPutRightIsBuilt() throws Exception {
        model.says(AgentRole.ARCHITECT, design(many()));
        assertThat(fixture.built(TODO).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(model.asked(AgentRole.ARCHITECT)).hasSize(2);
    }

    @Test
    void ofTenThousandFilesInAnAnswerTheOneThatWasAskedForIsTaken() throws Exception {
        model.says(AgentRole.ARCHITECT, design(List.of("a.txt")));
        model.says(AgentRole.ENGINEER, blocks(many()) + block("a.txt", "the one"));
        TaskState state = fixture.built(TODO);
        assertThat(fixture.files(state.taskId(), 1))
                .containsOnlyKeys("a.txt", "mgx.json")
                .containsEntry("a.txt", "the one\n");
    }

    @ParameterizedTest
    @MethodSource("answersToAnEdit")
    void anEditIsNotAnsweredWithOtherFiles(String answer, String kind) throws Exception {
        String id = fixture.built(TODO).taskId();
        model.says(AgentRole.EDITOR, answer, answer);
        assertRefused(fixture.again(id, RunRequest.edit("Todo.java", "Say hello")), AgentRole.EDITOR, kind);
        assertThat(fixture.files(id, 2)).isEqualTo(fixture.files(id, 1));
    }

    static Stream<Arguments> answersToAnEdit() {
        return Stream.of(
                Arguments.of(blocks(many()), "has the file f0.txt, not Todo.java"),
                Arguments.of(block("todo.py", "x"), "has the file todo.py, not Todo.java"),
                Arguments.of(block("Todo.java", "x".repeat(300_000)), "more than 200000 characters"),
                Arguments.of(block("Todo.java", "a\u0000b"), "has a NUL character"),
                Arguments.of("a```\n".repeat(100_000), "no file in the answer"),
                Arguments.of("```a\n".repeat(100_000), "no file in the answer"));
    }

    @ParameterizedTest
    @MethodSource("changesThatCannotBe")
    void aPlannedChangeMustFitToTheFilesThereAre(String path, String kind) throws Exception {
        String id = fixture.built(TODO).taskId();
        String plan = Json.write(Map.of("summary", "x", "changes", List.of(Map.of("path", path, "purpose", "x"))));
        model.says(AgentRole.ARCHITECT, plan, plan);
        assertRefused(fixture.again(id, RunRequest.followUp("Greet me")), AgentRole.ARCHITECT, kind);
    }

    static Stream<Arguments> changesThatCannotBe() {
        return Stream.of(
                Arguments.of("Todo.java/Main.java", "\"Todo.java\" is both a file and a folder"),
                Arguments.of("todo.java", "differ only by upper and lower case"),
                Arguments.of("mgx.json", "is maintained by the team"),
                Arguments.of("../Todo.java", "\"..\" is not allowed"));
    }

    @ParameterizedTest
    @MethodSource("repairsThatCannotBe")
    void aRepairMustFitToTheFilesThereAre(String answer, String kind) throws Exception {
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
                TeamFixture real = new TeamFixture(folder.resolve("real"), model, sandbox)) {
            new HelloProject(model).tell(HelloProject.WRONG, answer, answer);
            TaskState state = real.built(HelloProject.REQUIREMENT);
            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(model.asked(AgentRole.DEBUGGER).get(1)).contains("Why it could not be used", kind);
            assertThat(real.files(state.taskId(), 1)).containsOnlyKeys("hello.sh", "mgx.json");
        }
    }

    static Stream<Arguments> repairsThatCannotBe() {
        return Stream.of(
                Arguments.of(blocks(many()), "has 10000 files, and may have 40"),
                Arguments.of(block("hello.sh/b.txt", "x"), "\"hello.sh\" is both a file and a folder"),
                Arguments.of(block("Hello.sh", "x"), "differ only by upper and lower case"),
                Arguments.of(block("../b.txt", "x"), "\"..\" is not allowed"));
    }

    /** It would end up in the run's summary, after all the work. */
    @Test
    void aTitleThatNoDatabaseTakesIsAskedForAgain() throws Exception {
        model.says(
                AgentRole.PRODUCT_MANAGER,
                Json.write(Map.of("title", "Todo\u0000", "summary", "A list", "goals", List.of())));
        assertThat(fixture.built(TODO).status()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(model.asked(AgentRole.PRODUCT_MANAGER).getLast()).contains("\"title\" has a NUL character");
    }

    @Test
    void aNameWithoutEndIsCutInTheComplaint() throws Exception {
        String id = fixture.built(TODO).taskId();
        String answer = block("x".repeat(900_000), "x");
        model.says(AgentRole.EDITOR, answer, answer);
        assertRefused(fixture.again(id, RunRequest.edit("Todo.java", "Say hello")), AgentRole.EDITOR, "xxx…");
    }

    private void assertRefused(TaskState state, AgentRole role, String kind) {
        assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
        String message = Objects.requireNonNull(state.errorMessage());
        assertThat(message)
                .startsWith("%s: the model's answer could not be used, twice: ".formatted(role.displayName()))
                .contains(kind)
                .hasSizeLessThan(1_600);
        assertThat(message.codePoints().noneMatch(each -> each < ' ' && each != '\n'))
                .as("no control character comes through")
                .isTrue();
        assertThat(model.asked(role).getLast()).contains("Why it could not be used");
    }

    private void assertSentBack(AgentRole role, String kind) {
        String complaint = model.asked(role).getLast();
        assertThat(complaint).contains("Why it could not be used", kind);
        assertThat(complaint.substring(complaint.indexOf("Why it could not be used")))
                .hasSizeLessThan(1_600);
    }

    private static String design(List<String> paths) {
        return Json.write(Map.of(
                "overview",
                "It works",
                "files",
                paths.stream()
                        .map(path -> Map.of("path", path, "purpose", "is there"))
                        .toList(),
                "run",
                "sh " + paths.getFirst(),
                "usage",
                List.of()));
    }

    private static String blocks(List<String> paths) {
        return paths.stream().map(path -> block(path, "x")).collect(Collectors.joining());
    }

    private static String block(String path, String content) {
        return "=== FILE %s ===%n%s%n=== END FILE ===%n"
                .formatted(path, content)
                .replace("\r\n", "\n");
    }
}
