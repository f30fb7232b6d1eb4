package dev.mgx.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written to the hierarchy, in a folder in its place: no machine of the tests delegates a real one. */
@Timeout(20)
class ControlGroupsTest {
    private static final long MIB = 1024 * 1024;
    private static final SandboxLimits LIMITS =
            new SandboxLimits(Duration.ofSeconds(9), Duration.ofSeconds(9), 256 * MIB, 64, 16 * MIB, 64 * 1024);
    private static final String MOUNTS = """
            29 23 0:26 / /sys rw,nosuid shared:7 - sysfs sysfs rw
            35 29 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate
            """;

    @TempDir
    Path own;

    @Test
    void theServersGroupIsFoundWhereverItIsMounted() {
        assertThat(ControlGroups.own("0::/system.slice/mgx.service\n", MOUNTS))
                .contains(Path.of("/sys/fs/cgroup/system.slice/mgx.service"));
        assertThat(ControlGroups.own(
                        "4:memory:/a\n0::/b\n", MOUNTS.replace("/sys/fs/cgroup", "/sys/fs/cgroup/unified")))
                .contains(Path.of("/sys/fs/cgroup/unified/b"));
    }

    @Test
    void aServerThatHasMovedIsFoundInTheSameGroup() {
        assertThat(ControlGroups.own("0::/system.slice/mgx.service/mgx-server\n", MOUNTS))
                .contains(Path.of("/sys/fs/cgroup/system.slice/mgx.service"));
    }

    @Test
    void theWholeMachinesGroupAndVersionOneAreNotTouched() {
        assertThat(ControlGroups.own("0::/\n", MOUNTS)).isEmpty();
        assertThat(ControlGroups.own("4:memory:/a\n", MOUNTS)).isEmpty();
        assertThat(ControlGroups.own("0::/a\n", "29 23 0:26 / /sys rw - sysfs sysfs rw\n"))
                .isEmpty();
    }

    @Test
    void theServerMovesBesideProgramsOfTheLowestWeight() throws IOException {
        ControlGroups.in(own);

        assertThat(own.resolve("mgx-server/cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
        assertThat(own.resolve("mgx-programs/cpu.weight")).hasContent("1");
        assertThat(own.resolve("cgroup.subtree_control")).hasContent("+pids");
        assertThat(own.resolve("mgx-programs/cgroup.subtree_control")).hasContent("+pids");
    }

    @Test
    void aProgramsGroupHasItsLimits() throws IOException {
        try (ControlGroup group = ControlGroups.in(own).create("one", LIMITS)) {
            Path path = own.resolve("mgx-programs/one");
            assertThat(group.entrance()).isEqualTo(path.resolve("cgroup.procs"));
            assertThat(path.resolve("memory.max")).hasContent(Long.toString(288 * MIB));
            assertThat(path.resolve("memory.swap.max")).hasContent("0");
            assertThat(path.resolve("memory.oom.group")).hasContent("1");
            assertThat(path.resolve("pids.max")).hasContent("72");
        }
    }

    @Test
    void theKernelsKillIsSeen() throws IOException {
        ControlGroup group = ControlGroups.in(own).create("one", LIMITS);
        assertThat(group.ranOutOfMemory()).isFalse();

        Files.writeString(group.path().resolve("memory.events"), "low 0\nmax 12\noom 1\noom_kill 0\n");
        assertThat(group.ranOutOfMemory()).isFalse();

        Files.writeString(group.path().resolve("memory.events"), "low 0\nmax 12\noom 1\noom_kill 3\n");
        assertThat(group.ranOutOfMemory()).isTrue();
    }

    @Test
    void allProcessesAreKilledByTheKernelThatCan() throws IOException {
        ControlGroup group = ControlGroups.in(own).create("one", LIMITS);
        group.kill();
        assertThat(group.path().resolve("cgroup.kill")).doesNotExist();

        Files.createFile(group.path().resolve("cgroup.kill"));
        group.kill();
        assertThat(group.path().resolve("cgroup.kill")).hasContent("1");
    }

    @Test
    void groupsThatAKilledServerLeftAreRemoved() throws IOException {
        Path left = Files.createDirectories(own.resolve("mgx-programs/left"));

        ControlGroups.in(own);

        assertThat(left).doesNotExist();
    }

    @Test
    void withoutGroupsNothingIsWritten() {
        assertThat(ControlGroup.NONE.entrance()).isEqualTo(Path.of("/dev/null"));
        assertThat(ControlGroup.NONE.ranOutOfMemory()).isFalse();
        ControlGroup.NONE.kill();
        ControlGroup.NONE.close();
        assertThat(Path.of("/dev/null")).exists();
    }
}
