package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's command on simulated machines: one without bubblewrap, and one that does not allow new namespaces. */
@Tag("e2e")
@Timeout(90)
class FreshMachineTest {
    private static final String NO_NAMESPACES = "echo 0 >/proc/sys/user/max_user_namespaces; ";

    /** A command of the checks, as everybody sees it when it was run. */
    private static final String RAN = "│ $ java Todo.java list │ 1. [ ] buy milk";

    @TempDir
    Path folder;

    @Test
    void withoutBubblewrapTheProgramIsTestedInNamespacesOfUnshare() throws Exception {
        assertThat(run("")).as(output()).isZero();
        assertThat(output()).contains("namespaces made by unshare", RAN, "All 5 acceptance checks passed");
    }

    @Test
    void withoutNamespacesNothingIsRunAndEverybodySeesWhy() throws Exception {
        assertThat(run(NO_NAMESPACES)).as(output()).isEqualTo(3);
        assertThat(output())
                .doesNotContain(RAN)
                .contains(
                        "Not tested: Generated code is not run",
                        "bwrap is not installed",
                        "unshare failed",
                        "Install bubblewrap",
                        "MGX_SANDBOX=process");
        assertThat(folder.resolve("project/Todo.java"))
                .as("it was built all the same")
                .isRegularFile();
    }

    /** Runs the command line on such a machine and returns its exit code. */
    private int run(String also) throws IOException, InterruptedException {
        StringBuilder prepare = new StringBuilder("set -e; ");
        for (Path bubblewrap : installed("bwrap")) {
            prepare.append("mount --bind /dev/null ").append(bubblewrap).append("; ");
        }
        prepare.append(also).append("exec setpriv --ambient-caps=-all --inh-caps=-all -- \"$@\"");
        List<String> argv = new ArrayList<>(
                List.of("unshare", "--user", "--map-user=1000", "--map-group=1000", "--keep-caps", "--mount"));
        argv.addAll(List.of("sh", "-c", prepare.toString(), "sh"));
        argv.addAll(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        argv.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        argv.addAll(List.of(
                Main.class.getName(),
                "run",
                "--data-dir",
                folder.resolve("data").toString()));
        argv.addAll(List.of("--out", folder.resolve("project").toString(), "Build a todo app"));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("MGX_LLM", "simulated");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(75, TimeUnit.SECONDS)).as("it ends").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> installed(String program) {
        return Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(":", -1)),
                        Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"))
                .map(place -> Path.of(place, program))
                .filter(Files::isExecutable)
                .distinct()
                .toList();
    }

    /** The output without line breaks. */
    private String output() throws IOException {
        return Files.readString(folder.resolve("output")).replaceAll("\\s+", " ");
    }
}
