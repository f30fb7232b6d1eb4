package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.testing.RootUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a container the server may be process 1, to which ended programs come that nobody waits for. */
@Timeout(60)
class FirstProcessTest {
    private static final List<String> LEAVING_ZOMBIES = List.of("sh", "-c", "(sleep 0.1 &); sleep 0.3; exit 7");

    @Test
    void programsThatLeaveZombiesEndAsEver() throws Exception {
        assumeThat(RootUser.isThis())
                .as("only root makes namespaces of processes")
                .isTrue();
        Process first = new ProcessBuilder(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dmgx.log.level=WARN",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstProcessTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(first.waitFor(40, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("process 1: EXITED 7 true, EXITED 7 true\n");
        } finally {
            first.destroyForcibly();
        }
    }

    /** The server's part of it. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.PROCESS, SandboxLimits.defaults())) {
            System.out.printf(
                    "process %d: %s, %s%n", ProcessHandle.current().pid(), outcome(sandbox), outcome(sandbox));
        }
    }

    private static String outcome(Sandbox sandbox) throws InterruptedException {
        Execution execution =
                sandbox.run(new Command(LEAVING_ZOMBIES, Map.of(), Duration.ofSeconds(20)), OutputListener.NONE);
        return "%s %d %s".formatted(execution.exitReason(), execution.exitCode(), execution.confirmedDead());
    }
}
