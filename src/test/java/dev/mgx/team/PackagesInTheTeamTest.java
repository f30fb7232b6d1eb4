package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.packages.PackagePolicy;
import dev.mgx.packages.PackageStore;
import dev.mgx.packages.Packages;
import dev.mgx.packages.StubRegistry;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that use packages, from the design to the checks, with a registry of this test. */
@Timeout(120)
class PackagesInTheTeamTest {
    private static final String REQUIREMENT = "A greeting, using the package shout.";
    private static final String PROGRAM = "console.log(require('shout')('hello'));";

    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    private StubRegistry registry;
    private final ScriptedModel model = new ScriptedModel(Mistake.NONE);

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @BeforeEach
    void open() throws IOException {
        registry = new StubRegistry();
        registry.npm(
                "shout",
                "1.2.0",
                StubRegistry.OLD,
                Map.of(),
                Map.of("package/index.js", "module.exports = words => words.toUpperCase() + '!'"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private TeamFixture fixture() {
        Packages packages = new Packages(
                sandbox,
                new PackageStore(folder.resolve("packages"), 64 << 20, 1 << 20),
                new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                ecosystem -> Optional.of(registry.registry(ecosystem)));
        return new TeamFixture(folder.resolve("data"), model, sandbox, packages);
    }

    private static String design(String... packages) {
        return Json.write(Map.of(
                "run", "node hello.js",
                "packages", List.of(packages),
                "usage", List.of("node hello.js"),
                "overview", "One program",
                "files", List.of(Map.of("path", "hello.js", "purpose", "greets"))));
    }

    private void tell(String expected, String program) {
        tell(REQUIREMENT, "node hello.js", expected, program);
    }

    /** @param command ends with the program's file */
    private void tell(String requirement, String command, String expected, String program) {
        model.says(
                AgentRole.PRODUCT_MANAGER,
                Json.write(Map.of("title", "Hello", "summary", "It greets", "goals", List.of("Greet"))));
        model.says(
                AgentRole.QA_ENGINEER,
                Json.write(Map.of("checks", List.of(HelloProject.check(requirement, command, expected)))));
        model.says(AgentRole.ENGINEER, HelloProject.file(command.substring(command.lastIndexOf(' ') + 1), program));
    }

    @Test
    void aProgramRunsWithItsPackages() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shout@^1.0.0", "fs"));
        tell("HELLO!", PROGRAM);
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            Map<String, Object> result = Objects.requireNonNull(state.finalResult());
            assertThat(result).containsEntry("verified", true).containsEntry("how_to_run", "npm ci\nnode hello.js");
            Map<String, String> files = fixture.files(state.taskId(), 1);
            assertThat(files).containsOnlyKeys("hello.js", "mgx.json", "package.json", "package-lock.json");
            assertThat(files.get("package-lock.json")).contains("sha512-").doesNotContain("127.0.0.1");
            assertThat(model.asked(AgentRole.ENGINEER).getFirst())
                    .contains("shout ^1.2.0")
                    .doesNotContain("sha512-");
            assertThat(model.asked(AgentRole.QA_ENGINEER).getFirst()).doesNotContain("npm ci");
            assertThat(fixture.events(state.taskId()))
                    .anySatisfy(event ->
                            assertThat(String.valueOf(event)).contains("Installed one package", "shout 1.2.0, MIT"));
        }
    }

    @Test
    void aJavaProgramRunsWithItsLibraries() throws Exception {
        registry.maven("org.example:shout", "1.2", StubRegistry.OLD, "", Map.of("greeting.txt", "HELLO!"));
        String requirement = "A greeting in Java, using the package shout.";
        String program = """
                public class Hello {
                    public static void main(String[] args) throws Exception {
                        System.out.print(new String(
                            ClassLoader.getSystemResourceAsStream("greeting.txt").readAllBytes()));
                    }
                }
                """;
        model.says(
                AgentRole.ARCHITECT,
                design("org.example:shout", "shout").replace("node ", "java ").replace("hello.js", "Hello.java"));
        tell(requirement, "java Hello.java", "HELLO!", program);
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(requirement);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(Objects.requireNonNull(state.finalResult()))
                    .containsEntry("verified", true)
                    .containsEntry(
                            "how_to_run",
                            "mvn dependency:copy-dependencies -DoutputDirectory=lib\nexport CLASSPATH='.:lib/*'\njava Hello.java");
            assertThat(model.asked(AgentRole.ARCHITECT).getFirst()).contains("Maven, each as group:artifact");
            assertThat(model.asked(AgentRole.ENGINEER).getFirst()).contains("org.example:shout 1.2");
            assertThat(fixture.files(state.taskId(), 1))
                    .containsOnlyKeys("Hello.java", "mgx.json", "pom.xml", "checksums.sha256")
                    .hasEntrySatisfying("pom.xml", text -> assertThat(text).doesNotContain("http"))
                    .hasEntrySatisfying(
                            "checksums.sha256",
                            text -> assertThat(text)
                                    .containsPattern("[0-9a-f]{64}  org/example/shout/1.2/shout-1.2.jar"));
        }
    }

    @Test
    void whatCannotBeHadIsDesignedAnew() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shouted-by-nobody"), design());
        tell("hello", "console.log('hello');");
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("how_to_run", "node hello.js");
            assertThat(model.asked(AgentRole.ARCHITECT))
                    .last()
                    .asString()
                    .contains("shouted-by-nobody does not exist. Do without them.");
            assertThat(fixture.files(state.taskId(), 1)).containsOnlyKeys("hello.js", "mgx.json");
        }
    }

    @Test
    void aNameThatLooksLikeATypoIsNamedAnewBeforeAnyRegistryIsAsked() throws Exception {
        model.says(AgentRole.ARCHITECT, design("expres"), design("shout"));
        tell("HELLO!", PROGRAM);
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT))
                    .last()
                    .asString()
                    .contains("expres looks like a typo of express", "Name those that are meant.");
            assertThat(registry.asked).allSatisfy(path -> assertThat(path).doesNotContain("expres"));
        }
    }

    @Test
    void aPersonIsAskedAboutOneThatIsNamedAllTheSame() throws Exception {
        registry.npm(
                "expres",
                "1.0.0",
                StubRegistry.OLD,
                Map.of(),
                Map.of("package/index.js", "module.exports = words => words.toUpperCase() + '!'"));
        model.says(AgentRole.ARCHITECT, design("expres"), design("expres"));
        tell("HELLO!", PROGRAM.replace("shout", "expres"));
        assertAskedAbout("expres looks like a typo of express");
    }

    @Test
    void aPersonIsAskedAboutOneThatIsBroughtAlong() throws Exception {
        registry.npm("loadsh", "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "module.exports = 1"));
        registry.npm(
                "shout",
                "1.3.0",
                StubRegistry.OLD,
                Map.of("loadsh", "1"),
                Map.of("package/index.js", "module.exports = words => words.toUpperCase() + '!'"));
        model.says(AgentRole.ARCHITECT, design("shout"));
        tell("HELLO!", PROGRAM);
        assertAskedAbout("loadsh looks like a typo of lodash");
    }

    private void assertAskedAbout(String sentence) throws Exception {
        try (TeamFixture fixture = fixture()) {
            String id = fixture.started(REQUIREMENT, packages("auto"));
            fixture.await(id, state -> state.waitingFor() != null);
            assertThat(fixture.events(id))
                    .anySatisfy(event -> assertThat(String.valueOf(event))
                            .contains("APPROVAL_REQUEST", "Are these packages meant?", sentence));

            fixture.engine().approve(id, true, null);

            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aTaskCanGoWithoutPackages() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shout"));
        tell("hello", "console.log('hello');");
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.awaitOver(fixture.started(REQUIREMENT, packages("off")));

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(registry.asked).isEmpty();
            assertThat(model.asked(AgentRole.ARCHITECT).getFirst()).doesNotContain("npm");
        }
    }

    @Test
    void aPlanWithPackagesWaitsForAPersonWhereItIsToBeAsked() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shout"));
        tell("HELLO!", PROGRAM);
        try (TeamFixture fixture = fixture()) {
            String id = fixture.started(REQUIREMENT, packages("ask"));
            fixture.await(id, state -> state.waitingFor() != null);
            assertThat(fixture.events(id))
                    .anySatisfy(event -> assertThat(String.valueOf(event)).contains("APPROVAL_REQUEST", "- shout"));

            fixture.engine().approve(id, true, null);

            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    private static TaskOptions packages(String approval) {
        return new TaskOptions(null, null, null, null, null, approval);
    }

    @Test
    void aProgramThatTheRequirementNamesKeepsItsNameAndLanguage() throws Exception {
        String requirement = "hello.js, using the package shout, prints a greeting.";
        model.says(AgentRole.ARCHITECT, design("shout").replace("hello.js", "main.js"));
        tell(requirement, "node hello.js", "HELLO!", PROGRAM);
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(requirement);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT).getFirst())
                    .contains("npm")
                    .doesNotContain("PyPI", "python3");
            assertThat(fixture.files(state.taskId(), 1))
                    .containsOnlyKeys("hello.js", "mgx.json", "package.json", "package-lock.json");
        }
    }

    @Test
    void aFollowUpAddsAPackageAndLeavesTheOthersAsTheyAre() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shout"), changePlan("whisper"));
        tell("HELLO!", PROGRAM);
        try (TeamFixture fixture = fixture()) {
            TaskState built = fixture.built(REQUIREMENT);
            registry.npm("shout", "1.9.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "throw 1"));
            registry.npm(
                    "whisper",
                    "1.0.0",
                    StubRegistry.OLD,
                    Map.of("shout", "^1.0.0"),
                    Map.of("package/index.js", "module.exports = words => words"));
            model.says(AgentRole.QA_ENGINEER, "{\"checks\": []}");
            model.says(
                    AgentRole.EDITOR,
                    HelloProject.file("hello.js", "console.log(require('whisper')(require('shout')('hello')));"));

            TaskState state =
                    fixture.again(built.taskId(), RunRequest.followUp("Whisper it, using the package whisper."));

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.ARCHITECT)).last().asString().contains("shout ^1.2.0", "npm");
            Map<String, String> files = fixture.files(built.taskId(), 2);
            assertThat(files.get("package.json")).contains("shout", "whisper");
            assertThat(files.get("package-lock.json")).contains("\"1.2.0\"").doesNotContain("1.9.0", "127.0.0.1");
            assertThat(state.finalResult()).containsEntry("how_to_run", "npm ci\nnode hello.js");
        }
    }

    @Test
    void aFollowUpAsksAPersonFirstAndGoesWithoutWhatIsNotWanted() throws Exception {
        model.says(AgentRole.ARCHITECT, changePlan("shout"), changePlan("shout"));
        tell("hello", "console.log('hello');");
        try (TeamFixture fixture = fixture()) {
            String id = fixture.started("hello.js prints a greeting.", packages("ask"));
            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            model.says(AgentRole.QA_ENGINEER, "{\"checks\": []}");
            model.says(AgentRole.EDITOR, HelloProject.file("hello.js", "console.log('hello'); // aloud"));
            fixture.engine().run(id, RunRequest.followUp("Shout it, using the package shout."));
            fixture.await(id, state -> state.waitingFor() != null);
            assertThat(registry.asked).isEmpty();

            fixture.engine().approve(id, false, "Do it by hand.");

            TaskState state = fixture.awaitOver(id);
            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(fixture.files(id, 2)).doesNotContainKey("package.json");
            assertThat(registry.asked).isEmpty();
        }
    }

    private static String changePlan(String... packages) {
        return Json.write(Map.of(
                "summary", "It is said otherwise",
                "changes", List.of(Map.of("path", "hello.js", "purpose", "says it otherwise")),
                "packages", List.of(packages),
                "usage", List.of()));
    }

    @Test
    void nobodyButTheTeamChangesTheLock() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shout"));
        tell("HELLO!", "console.log('HELLO');");
        model.says(
                AgentRole.DEBUGGER,
                HelloProject.file("package.json", "{\"dependencies\": {\"evil\": \"*\"}}")
                        + "\n"
                        + HelloProject.file("hello.js", PROGRAM));
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(REQUIREMENT);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(fixture.files(state.taskId(), 1).get("package.json"))
                    .contains("shout")
                    .doesNotContain("evil");
            assertThat(fixture.events(state.taskId()))
                    .anySatisfy(event -> assertThat(String.valueOf(event)).contains("package.json was not taken"));
        }
    }

    @Test
    void aLaterRunNeedsNoRegistry() throws Exception {
        model.says(AgentRole.ARCHITECT, design("shout"));
        tell("HELLO!", PROGRAM);
        try (TeamFixture fixture = fixture()) {
            TaskState state = fixture.built(REQUIREMENT);
            registry.close();
            TaskState locked = fixture.again(state.taskId(), RunRequest.edit("package-lock.json", "Empty it"));
            assertThat(locked.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(locked.errorMessage()).contains("package-lock.json is maintained by the team");
            model.says(AgentRole.EDITOR, HelloProject.file("hello.js", "// greets\n" + PROGRAM));

            TaskState after = fixture.again(state.taskId(), RunRequest.edit("hello.js", "Add a remark"));

            assertThat(after.status()).as(after.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.asked(AgentRole.EDITOR).getFirst())
                    .contains("shout ^1.2.0")
                    .doesNotContain("sha512-");
        }
    }
}
