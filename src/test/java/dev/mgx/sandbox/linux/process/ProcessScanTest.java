package dev.mgx.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ProcessScanTest {
    private static final String MARK = ProcessTree.MARK + "=this-one";
    private static final String UNMARKED = "HOME=/\0";
    private static final long SINCE = 100;
    private static final ProcessStat RUNNING = new ProcessStat(SINCE, 4096, 5, UNMARKED.length());

    @TempDir
    Path proc;

    @Test
    void findsTheMarkedProcess() throws IOException {
        process(UNMARKED + MARK + "\0", RUNNING);

        assertThat(scan()).isEqualTo(new ProcessScan(Set.of(ProcessHandle.current()), true));
    }

    @Test
    void anUnmarkedProcessIsNoMember() throws IOException {
        process(UNMARKED, RUNNING);

        assertThat(scan()).isEqualTo(none(true));
    }

    @Test
    void aProcessDuringExecMayBeAMember() throws IOException {
        process("", new ProcessStat(SINCE, 4096, 0, 0));

        assertThat(scan()).isEqualTo(none(false));
    }

    @Test
    void aProcessRightAfterExecMayBeAMember() throws IOException {
        process("", RUNNING);

        assertThat(scan()).isEqualTo(none(false));
    }

    @Test
    void aProcessThatCalledExecDuringTheReadMayBeAMember() throws IOException {
        process("H", RUNNING);

        assertThat(scan()).isEqualTo(none(false));
    }

    @Test
    void anEndedProcessMayHaveStartedAMember() throws IOException {
        Files.createDirectory(proc.resolve("12"));

        assertThat(scan()).isEqualTo(none(false));
    }

    @Test
    void kernelThreadsAndZombiesAreNoMembers() throws IOException {
        process("", new ProcessStat(SINCE, 0, 0, 0));

        assertThat(scan()).isEqualTo(none(true));
    }

    @Test
    void aProcessStartedWithoutAnEnvironmentIsNoMember() throws IOException {
        process("", new ProcessStat(SINCE, 4096, 5, 0));

        assertThat(scan()).isEqualTo(none(true));
    }

    @Test
    void anOlderProcessIsNoMember() throws IOException {
        process("", new ProcessStat(SINCE - 1, 4096, 0, 0));

        assertThat(scan()).isEqualTo(none(true));
    }

    @Test
    void aScanOfThisMachineIsComplete() throws Exception {
        Await.until(() -> ProcessScan.of(Path.of("/proc"), MARK, 0).complete());
    }

    private ProcessScan scan() {
        return ProcessScan.of(proc, MARK, SINCE);
    }

    private static ProcessScan none(boolean complete) {
        return new ProcessScan(Set.of(), complete);
    }

    private void process(String environment, ProcessStat stat) throws IOException {
        Path folder = Files.createDirectory(
                proc.resolve(Long.toString(ProcessHandle.current().pid())));
        Files.writeString(folder.resolve("environ"), environment);
        String[] fields = new String[52];
        Arrays.fill(fields, "0");
        fields[1] = "(a) b)";
        fields[21] = Long.toString(stat.startedAt());
        fields[22] = Long.toString(stat.mapped());
        fields[25] = Long.toString(stat.codeStart());
        fields[49] = "7000";
        fields[50] = Long.toString(7000 + stat.environmentSize());
        Files.writeString(folder.resolve("stat"), String.join(" ", fields) + "\n");
    }
}
