package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.SandboxSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program cannot see or reach. */
@Timeout(60)
abstract class IsolationContract extends SandboxFixture {
    IsolationContract(SandboxSetting setting) {
        super(setting);
    }

    @Test
    void hasNoNetworkButItsOwnLoopback() throws InterruptedException {
        assertThat(run("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '").stdout())
                .isEqualTo("lo");
    }

    @Test
    void cannotReachAServerOfThisMachine() throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Execution execution = run("bash -c 'echo hello >/dev/tcp/127.0.0.1/%d'".formatted(server.getLocalPort()));

            assertThat(execution.succeeded()).isFalse();
            assertThat(execution.stderr()).contains("refused");
        }
    }

    @Test
    void seesOnlySystemFiles(@TempDir Path secrets) throws IOException, InterruptedException {
        Path secret = Files.writeString(secrets.resolve("secret"), "key");
        Path inTmp = Files.createTempFile(Path.of("/tmp"), "secret", "");
        try {
            assertThat(run("for path in /root /home /work /var /opt /srv /mnt /media /boot /sys /run /old"
                                    + " /etc/passwd /etc/shadow /etc/hostname %s %s; do".formatted(secret, inTmp)
                                    + " if [ -e $path ]; then echo $path; fi; done")
                            .stdout())
                    .isEmpty();
        } finally {
            Files.delete(inTmp);
        }
    }

    @Test
    void cannotEscapeThroughProc() throws InterruptedException {
        assertThat(run("for p in /proc/[0-9]*; do ls $p/root/root $p/root/var $p/cwd/../root; done 2>/dev/null")
                        .stdout())
                .isEmpty();
    }

    @Test
    void seesOnlyItsOwnProcesses() throws InterruptedException {
        assertThat(run("ls -d /proc/[0-9]* | wc -l").stdout().strip())
                .satisfies(count -> assertThat(Integer.parseInt(count)).isLessThanOrEqualTo(6));
    }

    @Test
    void inheritsNoEnvironment() throws InterruptedException {
        Set<String> names = new TreeSet<>(run("cat /proc/[0-9]*/environ | tr '\\0' '\\n' | cut -d= -f1")
                .stdout()
                .lines()
                .toList());

        assertThat(names)
                .isSubsetOf(
                        "HOME", "LANG", "MGX_EXECUTION", "PATH", "PWD", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
                .contains("PATH");
        assertThat(run("echo $HOME").stdout()).isEqualTo("/tmp");
    }

    @Test
    void hasATmpOfItsOwnEachTime() throws InterruptedException {
        assertThat(run("echo x >/tmp/left; ls /tmp").stdout()).isEqualTo("left");
        assertThat(run("ls /tmp /project").stdout()).doesNotContain("left");
    }

    @Test
    void canWriteOnlyToItsOwnFolders() throws InterruptedException {
        assertThat(run("for d in / /dev /usr /usr/lib /etc /jdk /bin /proc /project /tmp /dev/shm; do"
                                + " if touch $d/%s 2>/dev/null; then echo $d; fi; done".formatted(mark))
                        .stdout())
                .isEqualTo("/project\n/tmp\n/dev/shm");
    }

    @Test
    void hasNoOpenFilesButItsPipes() throws InterruptedException {
        assertThat(run("exec 5>&1; ls /proc/self/fd >/dev/null; readlink /proc/[0-9]*/fd/*")
                        .stdout()
                        .lines())
                .isNotEmpty()
                .allMatch(open -> open.equals("/dev/null")
                        || open.startsWith("pipe:[")
                        || open.equals("anon_inode:[eventfd]")); // bubblewrap's, to tell itself the exit code
    }

    @Test
    void hasNoTerminal() throws InterruptedException {
        assertThat(run("cut -d' ' -f6 /proc/self/stat").stdout())
                .as("its session, 0 if it began outside")
                .isNotEqualTo("0");
        assertThat(run("(: </dev/tty) 2>/dev/null || echo none").stdout()).isEqualTo("none");
    }

    @Test
    void noProcessHasCapabilities() throws InterruptedException {
        assertThat(run("grep -hE 'Cap(Inh|Prm|Eff|Amb)' /proc/[0-9]*/status")
                        .stdout()
                        .lines())
                .hasSizeGreaterThan(4)
                .allMatch(line -> line.endsWith("\t0000000000000000"));
    }

    @Test
    void hasNoCapabilitiesAndCannotGainAny() throws InterruptedException {
        String status = run("grep -E 'Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs' /proc/self/status")
                .stdout();

        assertThat(status.lines().filter(line -> line.startsWith("Cap")))
                .hasSize(4)
                .allMatch(line -> line.endsWith("\t0000000000000000"));
        assertThat(status).contains("NoNewPrivs:\t1");
        assertThat(run("unshare --user true || echo refused").stdout()).isEqualTo("refused");
        assertThat(run("mount -t tmpfs none /tmp || echo refused").stdout()).isEqualTo("refused");
    }

    @Test
    void isTheFirstVictimWhenTheMachineRunsOutOfMemoryAndCannotChangeThat() throws InterruptedException {
        assertThat(run("for p in /proc/[0-9]*; do echo 0 >$p/oom_score_adj; done 2>/dev/null;"
                                + " cat /proc/[0-9]*/oom_score_adj /proc/self/oom_score_adj")
                        .stdout()
                        .lines())
                .hasSizeGreaterThan(2)
                .containsOnly("1000");
    }

    @Test
    void runsWhenNothingElseWantsToAndCannotChangeThat() throws InterruptedException {
        assertThat(run("chrt --other --pid 0 $$ 2>/dev/null; cut -d' ' -f41 /proc/self/stat")
                        .stdout())
                .as("its scheduling policy, which is SCHED_IDLE")
                .isEqualTo("5");
    }

    @Test
    void cannotWriteToProc() throws InterruptedException {
        assertThat(run("for f in self/comm self/autogroup self/oom_score_adj sys/kernel/hostname sys/vm/swappiness"
                                + " sysrq-trigger; do (echo 1 >/proc/$f) 2>/dev/null && echo $f; done")
                        .stdout())
                .isEmpty();
    }

    @Test
    void seesNothingThatNamesTheMachine() throws Exception {
        String commandLine = Files.readString(Path.of("/proc/cmdline")).strip();

        assertThat(run("uname -n; cat /proc/sys/kernel/hostname").stdout()).isEqualTo("sandbox\nsandbox");
        assertThat(run("cat /proc/cmdline").stdout()).isEmpty();
        assertThat(commandLine).as("of the machine's kernel").isNotEmpty();
    }

    /** The kernel puts up 16 such walls at most, one within the other, so that the one of the sandbox can be counted. */
    @Test
    void isBehindASecondWallWhereTheKernelHasLandlock() throws InterruptedException {
        String version = run("perl -e 'print syscall(444, 0, 0, 1)'").stdout();
        assumeThat(Integer.parseInt(version))
                .as("the version of the kernel's Landlock")
                .isGreaterThanOrEqualTo(3);

        assertThat(run("perl -e '$write = pack(\"Q\", 2); $rules = syscall(444, $write, 8, 0); $more = 0;"
                                + " $more++ while syscall(446, $rules, 0) == 0; print $more'")
                        .stdout())
                .isEqualTo("15");
    }
}
