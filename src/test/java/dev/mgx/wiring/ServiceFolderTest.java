package dev.mgx.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.service.ServiceLimits;
import dev.mgx.service.ServiceProgram;
import dev.mgx.service.ServicePrograms;
import dev.mgx.service.ServiceStatus;
import dev.mgx.service.Services;
import dev.mgx.testing.Await;
import dev.mgx.testing.StoreFixture;
import dev.mgx.time.MonotonicClock;
import dev.mgx.workspace.FolderLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The data of programs that listen, from one start to the next. */
@Timeout(60)
class ServiceFolderTest {
    private static final FolderLimits SMALL = new FolderLimits(10, 1 << 20);
    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    private StoreFixture store;
    private String task;

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @BeforeEach
    void openStore() {
        store = new StoreFixture(folder);
        task = store.create();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private ServiceFolder tree(Map<String, String> project) {
        return new ServiceFolder(
                task,
                project,
                Map.of("logo.bin", new byte[] {0}),
                store.store().serviceFiles(),
                SMALL,
                InstantSource.system());
    }

    private String run(String script, Map<String, String> project) throws InterruptedException {
        Execution execution = sandbox.run(
                new Command(List.of("sh", "-c", script), Map.of(), Duration.ofSeconds(20)).in(tree(project)),
                OutputListener.NONE);
        return execution.stdout();
    }

    @Test
    void whatItLeavesIsThereWhenItStartsAgainAndTheProjectIsAsTheTeamLeftIt() throws InterruptedException {
        Map<String, String> project = Map.of("app.sh", "one");
        run("echo 1 > visits; printf '\\0\\2' > data.db; echo hacked > app.sh; rm logo.bin; mkdir empty", project);
        assertThat(run("cat visits app.sh; od -An -tx1 data.db logo.bin; rm visits", project))
                .isEqualTo("1\none 00 02 00");
        assertThat(run("ls", project)).isEqualTo("app.sh\ndata.db\nlogo.bin");
        assertThat(run("cat data.db", Map.of("data.db", "of the team now"))).isEqualTo("of the team now");
    }

    @Test
    void whatIsTooMuchLeavesTheDataAsTheyWere() throws InterruptedException {
        run("echo 1 > visits", Map.of());
        run("rm visits; for i in $(seq 20); do echo > f$i; done", Map.of());
        assertThat(run("ls", Map.of())).isEqualTo("logo.bin\nvisits");
    }

    @Test
    void theDataGoWithTheTask() throws Exception {
        run("echo 1 > visits", Map.of());
        assertThat(store.store().serviceFiles().of(task)).containsOnlyKeys("visits");
        assertThat(store.store().claims().delete(task)).isTrue();
        run("echo 2 > visits", Map.of());
        Await.until(() -> store.store().serviceFiles().of(task).isEmpty());
    }

    @Test
    void aServiceThatIsStoppedHandsOverItsData() throws Exception {
        ServicePrograms programs = new ServicePrograms() {
            @Override
            public boolean isService(String taskId) {
                return true;
            }

            @Override
            public Optional<ServiceProgram> program(String taskId) {
                String script = "echo started >> log; exec python3 -m http.server --bind 127.0.0.1 \"$PORT\"";
                return Optional.of(new ServiceProgram(script, 8000, Map.of(), List.of(), tree(Map.of())));
            }

            @Override
            public boolean mayRun(String taskId) {
                return true;
            }
        };
        ServiceLimits limits =
                new ServiceLimits(1, Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofMinutes(5));
        try (Services services =
                new Services(programs, sandbox, limits, InstantSource.system(), MonotonicClock.SYSTEM)) {
            for (int start = 1; start <= 2; start++) {
                services.start(task);
                Await.until(() -> services.find(task).orElseThrow().status() == ServiceStatus.RUNNING);
                services.stop(task);
            }
        }
        assertThat(store.store().serviceFiles().of(task).get("log")).asString().isEqualTo("started\nstarted\n");
    }
}
