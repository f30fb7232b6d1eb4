package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.SandboxSetting;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the sandbox still guarantees without isolation. */
@Timeout(60)
class PlainProcessTest extends SandboxFixture {
    /** About one scan in twenty finds the process without an environment. */
    private static final int TRIALS = 100;

    @Nested
    class LastingFolder extends FolderContract {
        LastingFolder() {
            super(SandboxSetting.PROCESS);
        }
    }

    @Nested
    class Connected extends EgressContract {
        Connected() {
            super(SandboxSetting.PROCESS);
        }
    }

    PlainProcessTest() {
        super(SandboxSetting.PROCESS);
    }

    @Test
    void saysThatThereIsNoIsolation() {
        assertThat(sandbox.description()).contains("WITHOUT isolation");
    }

    @Test
    void worksInAFolderThatIsDeletedAfterwards() throws InterruptedException {
        Execution execution = run("touch left; mkdir -p a/b; pwd");

        assertThat(execution.succeeded()).isTrue();
        assertThat(Path.of(execution.stdout())).doesNotExist();
    }

    @Test
    void findsItsFolderEmpty() throws InterruptedException {
        assertThat(run("ls -A").stdout()).isEmpty();
    }

    @Test
    void inheritsNoEnvironment() throws InterruptedException {
        assertThat(run("env | cut -d= -f1 | sort | tr '\\n' ' '").stdout())
                .isEqualTo("HOME LANG MGX_EXECUTION PATH PWD PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED TMPDIR ");
    }

    @Test
    void isKilledWithItsDaemons() throws InterruptedException {
        Execution execution = run("(setsid sh -c 'sleep 1000; :' $0 &); echo gone");

        assertThat(execution.stdout()).isEqualTo("gone");
        assertThat(execution.confirmedDead()).isTrue();
        assertThat(execution.duration()).isLessThan(Duration.ofSeconds(5));
    }

    /** During exec a process has no environment to find the mark in; this one does nothing but exec. */
    @Test
    void isKilledWithADaemonThatKeepsCallingExec() throws InterruptedException {
        for (int i = 0; i < TRIALS; i++) {
            Execution execution = run("echo 'exec sh again \"$1\"' > again; (setsid sh again \"$0\" &); echo gone");

            assertThat(execution.stdout()).isEqualTo("gone");
            assertThat(execution.confirmedDead()).isTrue();
        }
    }

    @Test
    void isKilledAtItsTimeoutWithItsDescendants() throws InterruptedException {
        Execution execution = run("trap '' TERM; (setsid sh -c 'sleep 1000; :' $0 &); sleep 1001", SHORT);

        assertThat(execution.exitReason()).isEqualTo(ExitReason.TIMED_OUT);
        assertThat(execution.confirmedDead()).isTrue();
    }
}
