package dev.mgx.sandbox.linux;

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
    private static final String STRANGE = "HOME=/\0";
    private static final long SINCE = 100;
    private static final ProcessStat RUNS = new ProcessStat(SINCE, 4096, 5, STRANGE.length());

    @TempDir
    Path proc;

    @Test
    void findsWhoHasTheMark() throws IOException {
        process(STRANGE + MARK + "\0", RUNS);

        assertThat(scan()).isEqualTo(new ProcessScan(Set.of(ProcessHandle.current()), true));
    }

    @Test
    void aStrangerIsNoMember() throws IOException {
        process(STRANGE, RUNS);

        assertThat(scan()).isEqualTo(nobody(true));
    }

    @Test
    void whoLoadsAProgramMayBeAMember() throws IOException {
        process("", new ProcessStat(SINCE, 4096, 0, 0));

        assertThat(scan()).isEqualTo(nobody(false));
    }

    @Test
    void whoHasJustLoadedAProgramMayBeAMember() throws IOException {
        process("", RUNS);

        assertThat(scan()).isEqualTo(nobody(false));
    }

    @Test
    void whoLoadedAProgramWhileItWasReadMayBeAMember() throws IOException {
        process("H", RUNS);

        assertThat(scan()).isEqualTo(nobody(false));
    }

    @Test
    void whoHasGoneMayHaveStartedAMember() throws IOException {
        Files.createDirectory(proc.resolve("12"));

        assertThat(scan()).isEqualTo(nobody(false));
    }

    @Test
    void aPartOfTheKernelAndAZombieAreNoMembers() throws IOException {
        process("", new ProcessStat(SINCE, 0, 0, 0));

        assertThat(scan()).isEqualTo(nobody(true));
    }

    @Test
    void whoWasStartedWithoutAnEnvironmentIsNoMember() throws IOException {
        process("", new ProcessStat(SINCE, 4096, 5, 0));

        assertThat(scan()).isEqualTo(nobody(true));
    }

    @Test
    void whoWasThereBeforeIsNoMember() throws IOException {
        process("", new ProcessStat(SINCE - 1, 4096, 0, 0));

        assertThat(scan()).isEqualTo(nobody(true));
    }

    @Test
    void allOfThisMachineCanBeAsked() throws Exception {
        Await.until(() -> ProcessScan.of(Path.of("/proc"), MARK, 0).complete());
    }

    private ProcessScan scan() {
        return ProcessScan.of(proc, MARK, SINCE);
    }

    private static ProcessScan nobody(boolean complete) {
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
