package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.SandboxUnavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Input, output and results of programs, with every isolation. */
@Timeout(60)
abstract class RunContract extends SandboxFixture {
    RunContract(SandboxSetting setting) {
        super(setting);
    }

    @Test
    void passesTheLinesOfBothStreamsInOrder() throws InterruptedException {
        List<OutputLine> passed = new ArrayList<>();
        Execution execution =
                sandbox.run(shell("for i in 1 2 3; do echo out $i; echo err $i >&2; done", LONG), passed::addAll);

        assertThat(execution.stdout()).isEqualTo("out 1\nout 2\nout 3");
        assertThat(execution.stderr()).isEqualTo("err 1\nerr 2\nerr 3");
        assertThat(execution.output()).isEqualTo(passed);
        assertThat(execution.truncated()).isFalse();
        assertThat(execution.confirmedDead()).isTrue();
    }

    @Test
    void passesLinesWhileTheProgramRuns() throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                sandbox.run(shell("echo first; sleep 1000", LONG), lines -> seen.countDown());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        boolean live = seen.await(5, TimeUnit.SECONDS);
        caller.interrupt();
        caller.join();
        assertThat(live).isTrue();
    }

    @Test
    void returnsTheExitCode() throws InterruptedException {
        Execution failed = run("exit 3");

        assertThat(failed.exitReason()).isEqualTo(ExitReason.EXITED);
        assertThat(failed.exit()).hasValue(3);
        assertThat(failed.succeeded()).isFalse();
        assertThat(failed.summary()).startsWith("Failed with exit code 3 after ");
        assertThat(run("exit 0").succeeded()).isTrue();
        assertThat(run("kill -SEGV $$").exit()).hasValue(128 + 11);
    }

    @Test
    void reportsAMissingProgramLikeAShell() throws InterruptedException {
        Execution execution =
                sandbox.run(new Command(List.of("no-such-program-" + mark), Map.of(), LONG), OutputListener.NONE);

        assertThat(execution.exit()).hasValue(127);
        assertThat(execution.stderr()).contains("not found");
    }

    @Test
    void writesTheFilesToAnEmptyFolder() throws InterruptedException {
        String longName = "n".repeat(90) + "/" + "m".repeat(90) + ".txt";
        Map<String, String> files =
                Map.of("a.txt", "Grüße\n", "src/b c.txt", "", "run.sh", "#!/bin/sh\necho ran\n", longName, "long");
        Command command =
                new Command(List.of("sh", "-c", "pwd; cat a.txt; ./run.sh; find . -type f | sort", mark), files, LONG);

        assertThat(sandbox.run(command, OutputListener.NONE).stdout())
                .isEqualTo("/project\nGrüße\nran\n./a.txt\n./" + longName + "\n./run.sh\n./src/b c.txt");
    }

    @Test
    void writesMoreThanAPipeHolds() throws InterruptedException {
        Map<String, String> files = Map.of("a.txt", "a".repeat(5_000_000), "b.txt", "b".repeat(3_000_001));
        Command command = new Command(List.of("sh", "-c", "cat a.txt b.txt | wc -c", mark), files, LONG);

        assertThat(sandbox.run(command, OutputListener.NONE).stdout()).isEqualTo("8000001");
    }

    @Test
    void failsIfTheFilesDoNotFit() {
        Map<String, String> files = Map.of("a.txt", "a".repeat((int) (LIMITS.diskBytes() + 1)));
        Command command = new Command(List.of("true", mark), files, LONG);

        assertThatThrownBy(() -> sandbox.run(command, OutputListener.NONE)).isInstanceOf(SandboxFailure.class);
    }

    @Test
    void standardInputIsAtItsEnd() throws InterruptedException {
        assertThat(run("read line || echo end of input").stdout()).isEqualTo("end of input");
    }

    @Test
    void compilesAndRunsAJavaProgramOfSeveralFiles() throws InterruptedException {
        List<String> argv = new ArrayList<>(runtime("java").command());
        argv.addAll(List.of("Main.java", mark));
        Map<String, String> files = Map.of(
                "Main.java", "void main() { IO.println(new Greeting(\"you\").text()); }",
                "Greeting.java", "record Greeting(String who) { String text() { return \"Hello, \" + who; } }");

        assertThat(sandbox.run(new Command(argv, files, LONG), OutputListener.NONE)
                        .stdout())
                .isEqualTo("Hello, you");
    }

    @Test
    void offersTheServersOwnJava() {
        assertThat(runtime("java").version()).isEqualTo(System.getProperty("java.version"));
    }

    @Test
    void runsPythonProgramsOfSeveralFilesWhereTheMachineHasPython() throws InterruptedException {
        Map<String, String> files = Map.of(
                "main.py", "import greeting, sys, json\nprint(greeting.text('you'), json.dumps(sys.version_info[0]))",
                "greeting.py", "def text(who): return 'Hello, ' + who");

        runs("python3", "main.py", files, "Hello, you 3");
    }

    @Test
    void runsNodeProgramsOfSeveralFilesWhereTheMachineHasNode() throws InterruptedException {
        Map<String, String> files = Map.of(
                "main.js", "const { text } = require('./greeting'); console.log(text('you'), [1, 2].at(-1));",
                "greeting.js", "exports.text = who => 'Hello, ' + who;");

        runs("node", "main.js", files, "Hello, you 2");
    }

    /**
     * Runs a program by the command of its language runtime. If the language is installed, the sandbox must offer it.
     */
    private void runs(String language, String file, Map<String, String> files, String expected)
            throws InterruptedException {
        assumeThat(Path.of("/usr/bin", language))
                .as("%s is not installed in /usr/bin", language)
                .exists();
        List<String> argv = new ArrayList<>(runtime(language).command());
        argv.addAll(List.of(file, mark));

        Execution execution = sandbox.run(new Command(argv, files, LONG), OutputListener.NONE);

        assertThat(execution.stdout()).as(execution.stderr()).isEqualTo(expected);
    }

    @Test
    void offersTheSystemsPythonAndNoShim() throws InterruptedException {
        assertThat(run("command -v python3 || echo /usr/bin/python3").stdout()).isEqualTo("/usr/bin/python3");
        assertThat(run("command -v node || echo /usr/bin/node").stdout()).isEqualTo("/usr/bin/node");
    }

    @Test
    void runsManyProgramsConcurrentlyInIsolation() throws InterruptedException {
        List<String> outputs = new ArrayList<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            callers.add(Thread.ofVirtual().start(() -> {
                try {
                    String output = run("echo %d >/tmp/n; cat /tmp/n; ls /tmp".formatted(number))
                            .stdout();
                    synchronized (outputs) {
                        outputs.add(output);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(outputs).containsExactlyInAnyOrder("0\nn", "1\nn", "2\nn", "3\nn", "4\nn", "5\nn", "6\nn", "7\nn");
    }

    @Test
    void refusesToRunAfterClose() {
        Sandbox other = another(LIMITS);
        other.close();
        other.close();

        assertThatThrownBy(() -> other.run(shell("echo", LONG), OutputListener.NONE))
                .isInstanceOf(SandboxUnavailable.class);
    }

    private LanguageRuntime runtime(String name) {
        return sandbox.runtimes().stream()
                .filter(runtime -> runtime.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
