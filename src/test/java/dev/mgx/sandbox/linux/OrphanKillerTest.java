package dev.mgx.sandbox.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.linux.process.OrphanKiller;
import dev.mgx.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox processes that a killed server left behind are killed, and no others. */
@Timeout(30)
class OrphanKillerTest {
    @TempDir
    Path folder;

    @Test
    void aBubblewrapWithoutAServerIsKilled() throws Exception {
        Path bubblewrap = Files.copy(Path.of("/bin/sleep"), folder.resolve("bwrap"));
        ProcessHandle orphan = orphan("MGX_EXECUTION=test exec " + bubblewrap + " 600");
        ProcessHandle foreign = orphan("exec " + bubblewrap + " 600");
        ProcessHandle other = orphan("MGX_EXECUTION=test exec /bin/sleep 600");
        try {
            OrphanKiller.killAll();

            assertThat(orphan.onExit().get(10, TimeUnit.SECONDS).isAlive()).isFalse();
            assertThat(foreign.isAlive()).as("a foreign bubblewrap").isTrue();
            assertThat(other.isAlive()).as("another program").isTrue();
        } finally {
            foreign.destroyForcibly();
            other.destroyForcibly();
            orphan.destroyForcibly();
        }
    }

    /** Starts a process whose parent has ended; returns once it has called exec. */
    private ProcessHandle orphan(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sh -c '" + command + "' >/dev/null 2>&1 & echo $!").start();
        long pid = Long.parseLong(new String(shell.getInputStream().readAllBytes(), US_ASCII).strip());
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        String wanted = command.contains("bwrap") ? "bwrap" : "sleep";
        Await.until(() ->
                Files.readString(Path.of("/proc/" + pid + "/comm")).strip().equals(wanted));
        return handle;
    }
}
