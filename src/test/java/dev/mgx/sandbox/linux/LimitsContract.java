package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits on programs, and what happens to a program that exceeds them. */
@Timeout(60)
abstract class LimitsContract extends SandboxFixture {
    LimitsContract(SandboxSetting setting) {
        super(setting);
    }

    @Test
    void endsAtItsTimeoutEvenIfItIgnoresSignals() throws InterruptedException {
        Execution execution = run("trap '' TERM INT HUP; echo up; while :; do sleep 1; done", SHORT);

        assertThat(execution.exitReason()).isEqualTo(ExitReason.TIMED_OUT);
        assertThat(execution.exit()).isEmpty();
        assertThat(execution.stdout()).isEqualTo("up");
        assertThat(execution.summary()).contains("took too long");
        assertThat(execution.duration()).isBetween(SHORT, Duration.ofSeconds(5));
    }

    @Test
    void endsAtItsTimeoutWhenItHasClosedItsOutput() throws InterruptedException {
        assertThat(run("exec >&- 2>&-; sleep 1000", SHORT).exitReason()).isEqualTo(ExitReason.TIMED_OUT);
    }

    @Test
    void timesOutAtTheLimitOfTheSandbox() throws InterruptedException {
        try (Sandbox strict = another(LIMITS.withTimeout(SHORT))) {
            assertThat(strict.run(shell("sleep 1000", LONG), OutputListener.NONE)
                            .exitReason())
                    .isEqualTo(ExitReason.TIMED_OUT);
        }
    }

    @Test
    void isKilledWithItsDescendants() throws InterruptedException {
        Execution execution = run("sleep 1000 & setsid sleep 1001 & (setsid sh -c 'sleep 1002; :' $0 &); echo gone");

        assertThat(execution.succeeded()).isTrue();
        assertThat(execution.stdout()).isEqualTo("gone");
        assertThat(execution.confirmedDead()).isTrue();
        assertThat(execution.duration()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void cannotExceedItsProcessLimit() throws InterruptedException {
        Execution execution = run("i=0; while [ $i -lt 100 ]; do sleep 1000 & i=$((i+1)); echo $i; done");

        assertThat(execution.succeeded()).isFalse();
        assertThat(execution.stderr()).containsIgnoringCase("fork");
        assertThat(execution.stdout().lines().count()).isLessThan(LIMITS.processes());
    }

    @Test
    void survivesAForkBomb() throws InterruptedException {
        run("bomb() { bomb $0 | bomb $0 & }; bomb 2>/dev/null; sleep 1000", SHORT);

        assertThat(run("echo still here").stdout()).isEqualTo("still here");
    }

    @Test
    void isKilledWhenItFloodsItsOutput() throws InterruptedException {
        List<OutputLine> passed = new ArrayList<>();
        Execution execution = sandbox.run(shell("yes", LONG), passed::addAll);

        assertThat(execution.exitReason()).isEqualTo(ExitReason.OUTPUT_FLOOD);
        assertThat(execution.truncated()).isTrue();
        assertThat(execution.output())
                .hasSizeLessThan(64 * 1024)
                .anyMatch(line -> line.text().endsWith("lines left out]"));
        assertThat(passed).hasSize(32 * 1024 + 1);
        assertThat(passed.getLast().text()).isEqualTo("[output cut here: more than 65,536 bytes]");
    }

    @Test
    void isKilledWhenItFloodsItsErrorOutputWithoutEndingALine() throws InterruptedException {
        Execution execution = run("tr '\\0' x </dev/zero >&2");

        assertThat(execution.exitReason()).isEqualTo(ExitReason.OUTPUT_FLOOD);
        assertThat(execution.output())
                .allMatch(line -> line.text().length() <= LineReader.MAX_LINE_CHARS)
                .anyMatch(line -> line.text().endsWith("lines left out]"));
    }

    @Test
    void truncatesLongOutputVisiblyAndLetsTheProgramFinish() throws InterruptedException {
        Execution execution = run("seq 1 40000; echo the end");

        assertThat(execution.succeeded()).isTrue();
        assertThat(execution.truncated()).isTrue();
        assertThat(execution.stdout()).startsWith("1\n2\n").endsWith("\n40000\nthe end");
    }

    @Test
    void cannotFillTheDisk() throws InterruptedException {
        Execution execution = run("for f in /project/1 /project/2 /project/3 /tmp/1 /tmp/2 /tmp/3; do"
                + " head -c 7000000 /dev/zero >$f || echo full; done");

        assertThat(execution.stdout()).isEqualTo("full\nfull");
    }

    @Test
    void cannotFillSharedMemory() throws InterruptedException {
        assertThat(run("for i in 1 2; do head -c 10000000 /dev/zero >/dev/shm/$i || echo full; done")
                        .stdout())
                .isEqualTo("full");
    }

    @Test
    void cannotCreateUnlimitedFiles() throws InterruptedException {
        Execution execution = run("for place in /project /tmp /dev/shm; do cd $place;"
                + " seq 1 70000 | xargs touch 2>/dev/null || echo full; ls | wc -l; done");

        assertThat(execution.stdout().lines())
                .hasSize(6)
                .allMatch(line -> line.equals("full") || Integer.parseInt(line) <= 65_536);
    }

    @Test
    void cannotWriteOneHugeFile() throws InterruptedException {
        assertThat(run("head -c 100000000 /dev/zero >huge").succeeded()).isFalse();
    }

    @Test
    void isKilledWhenItUsesTooMuchMemory() throws InterruptedException {
        Execution execution = run("head -c 4G /dev/zero | tail");

        assertThat(execution.exitReason()).isEqualTo(ExitReason.OUT_OF_MEMORY);
        assertThat(execution.summary()).contains("too much memory");
    }

    @Test
    void isKilledWhenItsProcessesTogetherUseTooMuchMemory() throws InterruptedException {
        Execution execution =
                run("for i in 1 2 3 4; do { head -c 100000000 /dev/zero; sleep 1000; } | tail & done; wait");

        assertThat(execution.exitReason()).isEqualTo(ExitReason.OUT_OF_MEMORY);
    }

    /** Where they are not refused. */
    @Test
    void cannotFillMemoryThatBelongsToNoProcess() throws InterruptedException {
        Execution files = run("""
                python3 -c '
                import os, time
                files = [os.memfd_create("a") for i in range(40)]
                for file in files:
                    os.write(file, bytes(8 << 20))
                time.sleep(1000)'""");
        Execution segments = run("ipcmk --shmem 600000000");

        assertThat(files.exitReason() == ExitReason.OUT_OF_MEMORY
                        || files.stderr().contains("not implemented"))
                .as(files.summary())
                .isTrue();
        assertThat(segments.succeeded()).as(segments.stdout()).isFalse();
    }

    @Test
    void endsAtItsTimeoutHoweverBusyItsProcessesAre() throws InterruptedException {
        Execution execution = run(
                "i=0; while [ $i -lt 50 ]; do (while :; do :; done) & i=$((i+1)); done; wait", Duration.ofSeconds(2));

        assertThat(execution.exitReason()).isEqualTo(ExitReason.TIMED_OUT);
        assertThat(execution.confirmedDead()).isTrue();
    }

    @Test
    void isKilledWhenItUsesTooMuchProcessorTime() throws InterruptedException {
        SandboxLimits second = new SandboxLimits(
                LONG, Duration.ofSeconds(1), LIMITS.memoryBytes(), 64, LIMITS.diskBytes(), LIMITS.outputBytes());
        try (Sandbox strict = another(second)) {
            Execution execution = strict.run(shell("while :; do :; done", LONG), OutputListener.NONE);

            assertThat(execution.succeeded()).isFalse();
            assertThat(execution.exitCode()).isIn(128 + 9, 128 + 24);
        }
    }
}
