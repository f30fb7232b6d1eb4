package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page of the simulated model, by tools that come as packages, with a registry of this test, and without. */
@Timeout(120)
class PageOfPackagesTest {
    @TempDir
    private Path folder;

    private StubRegistry registry;
    private Sandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        registry = new StubRegistry();
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterEach
    void close() {
        sandbox.close();
        registry.close();
    }

    private TeamFixture fixture(ScriptedModel model) {
        Packages packages = new Packages(
                sandbox,
                new PackageStore(folder.resolve("packages"), 64 << 20, 1 << 20),
                new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                ecosystem -> Optional.of(registry.registry(ecosystem)));
        return new TeamFixture(folder.resolve("data"), model, sandbox, packages);
    }

    /** In place of Vite: bundles nothing, but builds and serves. */
    private static final String VITE = """
            #!/usr/bin/env node
            const fs = require('fs');
            if (process.argv[2] === 'build') {
              fs.mkdirSync('dist', { recursive: true });
              fs.writeFileSync('dist/index.html', fs.readFileSync('index.html', 'utf8').replace('</head>', '/assets/index-1.js</head>'));
            } else {
              const page = fs.readFileSync('dist/index.html');
              require('http').createServer((request, response) => response.end(page)).listen(process.env.PORT, '127.0.0.1');
            }
            """;

    /**
     * In place of Vitest: has memories of WebAssembly as it has, counts the tests, and fails where the calculation leaves the
     * tip out.
     */
    private static final String VITEST = """
            #!/usr/bin/env node
            const fs = require('fs');
            const memories = Array.from({ length: 40 }, () => new WebAssembly.Memory({ initial: 1, maximum: 1 }));
            const tests = fs.readFileSync(process.argv[3] ?? 'src/bill.test.js', 'utf8').split('test(').length - 1;
            if (!fs.readFileSync('src/bill.js', 'utf8').includes('100 + tip')) {
              console.log('1 failed');
              process.exit(1);
            }
            console.log(`Tests ${tests} passed (${tests})`);
            """;

    @Test
    void aPageIsBuiltTestedAndServedByItsPackages() throws Exception {
        registry.npm("vite", "7.1.0", StubRegistry.OLD, Map.of(), Map.of("package/bin.js", VITE));
        registry.npm("vitest", "3.2.0", StubRegistry.OLD, Map.of("vite", "7"), Map.of("package/bin.js", VITEST));
        ScriptedModel simulated = new ScriptedModel(Mistake.TEST);
        try (TeamFixture fixture = fixture(simulated)) {
            TaskState state =
                    fixture.built("Build a page with Vite that splits a bill with a tip, tested with Vitest.");

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult())
                    .containsEntry("verified", true)
                    .containsEntry("how_to_run", "npm ci\nPORT=8000 sh -c 'npx vite build && npx vite preview'");
            assertThat(String.valueOf(state.finalResult())).contains("npx vitest run", "GET /");
            assertThat(fixture.files(state.taskId(), 1))
                    .containsKeys(
                            "index.html", "src/bill.test.js", "vite.config.mjs", "package.json", "package-lock.json");
            assertThat(simulated.asked(AgentRole.DEBUGGER))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("1 failed");
        }
    }

    @Test
    void whereNoRegistryIsReachedItSaysSoAndWhatIsMissing() throws Exception {
        registry.close();
        try (TeamFixture fixture = fixture(new ScriptedModel(Mistake.NONE))) {
            TaskState state =
                    fixture.built("Build a React/Vite page that splits a bill with a tip, and is tested with Vitest.");

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(state.finalResult()).containsEntry("how_to_run", "PORT=8000 node server.mjs");
            assertThat(String.valueOf(
                            Objects.requireNonNull(state.finalResult()).get("uncovered")))
                    .contains("React/Vite page", "Vitest");
            assertThat(fixture.events(state.taskId()))
                    .anySatisfy(event -> assertThat(String.valueOf(event))
                            .contains("vite could not be fetched: the registry", "is set to use cannot be reached"))
                    .anySatisfy(event -> assertThat(String.valueOf(event))
                            .contains("none of npm could be had", "then run the task again"));
        }
    }
}
