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
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A project that exists is changed with the packages that it declares. */
@Timeout(120)
class DeclaredLibrariesTest {
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

    /** Changes a project that exists and declares a package; the engineer gives it this manifest too. */
    private TaskState changed(TeamFixture fixture, String dependencies, String program) throws Exception {
        String requirement = "Greet the world: node hello.js should print HELLO WORLD!";
        Map<String, String> project = Map.of(
                "package.json",
                manifest("\"shout\": \"^1.0.0\""),
                "hello.js",
                PROGRAM,
                "shout.test.js",
                "require('node:test')('it shouts', () => { if (require('shout')('a') !== 'A!') throw new Error(); });");
        String id = fixture.withSource(requirement, "npm test", project, Map.of());
        model.says(
                AgentRole.QA_ENGINEER,
                Json.write(Map.of(
                        "checks",
                        List.of(HelloProject.check("should print HELLO WORLD!", "node hello.js", "HELLO WORLD!")))));
        String answer = HelloProject.file("package.json", manifest(dependencies)) + "\n"
                + HelloProject.file("hello.js", program);
        model.says(AgentRole.ENGINEER, Collections.nCopies(20, answer).toArray(String[]::new));
        fixture.engine().run(id, RunRequest.FRESH);
        return fixture.awaitOver(id);
    }

    private static String manifest(String dependencies) {
        return "{\"scripts\": {\"test\": \"node --test\"}, \"dependencies\": {%s}}".formatted(dependencies);
    }

    private static List<String> messages(TeamFixture fixture, TaskState state) throws Exception {
        return fixture.events(state.taskId()).stream()
                .map(event -> String.valueOf(Invariants.detail(event, "message")))
                .toList();
    }

    @Test
    void aProjectThatExistsIsTestedWithThePackagesThatItDeclares() throws Exception {
        registry.npm(
                "world", "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "module.exports = ' world'"));
        try (TeamFixture fixture = fixture()) {
            TaskState state = changed(
                    fixture,
                    "\"shout\": \"^1.0.0\", \"world\": \"1.0.0\"",
                    "console.log(require('shout')('hello' + require('world')));");

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(messages(fixture, state))
                    .contains("Installing the packages of package.json", "Before any change 1 of 1 tests pass.");
            assertThat(fixture.files(state.taskId(), 1)).doesNotContainKey("package-lock.json");
        }
    }

    @Test
    void aPackageThatIsAddedToAProjectIsHeldAgainstTheSameRules() throws Exception {
        registry.npm("loadsh", "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "module.exports = 1"));
        try (TeamFixture fixture = fixture()) {
            TaskState state = changed(
                    fixture,
                    "\"shout\": \"^1.0.0\", \"loadsh\": \"1.0.0\"",
                    "require('loadsh'); console.log(require('shout')('hello world'));");

            assertThat(state.status()).isEqualTo(TaskStatus.FAILED);
            assertThat(messages(fixture, state))
                    .contains(
                            "The packages of package.json as it is now are not installed, and those that the project came with are"
                                    + " used: loadsh looks like a typo of lodash, which is far better known.");
            assertThat(registry.asked).noneMatch(path -> path.contains("loadsh"));
        }
    }

    @Test
    void aProjectIsWorkedOnWithoutPackagesThatCannotBeHad() throws Exception {
        registry.misbehave(StubRegistry.Fault.OTHER_BYTES);
        try (TeamFixture fixture = fixture()) {
            TaskState state = changed(fixture, "\"shout\": \"^1.0.0\"", "console.log('HELLO WORLD!');");

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(messages(fixture, state))
                    .anySatisfy(
                            message -> assertThat(message)
                                    .startsWith(
                                            "The packages of package.json are not installed, and it goes on without"
                                                    + " them: Libraries from npm could not be installed: shout-1.2.0.tgz could not be fetched:"));
        }
    }
}
