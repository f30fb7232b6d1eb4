package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.ExitReason;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.workspace.FolderLimits;
import dev.mgx.workspace.ProjectFolder;
import dev.mgx.workspace.ToolFolders;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A project's folder that lasts from one command to the next, with every isolation. */
@Timeout(60)
abstract class FolderContract extends SandboxFixture {
    private static final FolderLimits SMALL = new FolderLimits(20, 4 * MIB);

    private final ToolFolders tools = new ToolFolders();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, byte[]> binaries = new HashMap<>();

    FolderContract(SandboxSetting setting) {
        super(setting);
    }

    @AfterEach
    void forgetWhatToolsLeft() throws IOException {
        texts.clear();
        binaries.clear();
        tools.close();
    }

    private ProjectFolder folder(Set<String> fixed) {
        return new ProjectFolder(texts, binaries, fixed, tools, SMALL, InstantSource.system());
    }

    private ProjectFolder after(String script, Duration timeout, ExitReason ending) throws InterruptedException {
        ProjectFolder folder = folder(Set.of("lock"));
        Execution execution = sandbox.run(shell(script, timeout).in(folder), OutputListener.NONE);
        assertThat(execution.exitReason()).as(execution.stderr()).isEqualTo(ending);
        texts.keySet().removeAll(folder.changes().removed());
        binaries.keySet().removeAll(folder.changes().removed());
        texts.putAll(folder.changes().texts());
        binaries.putAll(folder.changes().binaries());
        return folder;
    }

    private ProjectFolder after(String script) throws InterruptedException {
        return after(script, LONG, ExitReason.EXITED);
    }

    private String said(String script) throws InterruptedException {
        Execution execution = sandbox.run(shell(script, LONG).in(folder(Set.of())), OutputListener.NONE);
        return execution.stdout();
    }

    @Test
    void whatACommandLeavesIsThereForTheNext() throws InterruptedException {
        texts.put("src/a.txt", "one\n");
        texts.put("gone.txt", "x");
        String longest = "f".repeat(60) + "/" + "g".repeat(60) + "/é.txt";
        ProjectFolder folder = after("""
                echo two >> src/a.txt; rm gone.txt; printf '\\000\\001\\377' > data.bin
                mkdir -p "$(dirname '%1$s')"; echo long > '%1$s'; echo '#!/bin/sh
                echo runs' > run.sh; chmod +x run.sh; cp data.bin tool; chmod +x tool
                """.formatted(longest));

        assertThat(folder.lost()).isEmpty();
        assertThat(folder.changes().texts())
                .containsOnly(
                        Map.entry("src/a.txt", "one\ntwo\n"),
                        Map.entry(longest, "long\n"),
                        Map.entry("run.sh", "#!/bin/sh\necho runs\n"));
        assertThat(folder.changes().binaries()).containsOnlyKeys("data.bin", "tool");
        assertThat(folder.changes().binaries().get("data.bin")).containsExactly(0, 1, 255);
        assertThat(folder.changes().removed()).containsExactly("gone.txt");
        assertThat(said("cat src/a.txt; ./run.sh; od -An -tx1 data.bin; test -x tool && echo executable"))
                .isEqualTo("one\ntwo\nruns\n 00 01 ff\nexecutable");
    }

    @Test
    void whatNothingChangedIsNoChange() throws InterruptedException {
        texts.put("a.txt", "a");
        binaries.put("b.bin", new byte[] {0, 1});

        assertThat(after("touch a.txt").changes().isEmpty()).isTrue();
    }

    @Test
    void toolsFindWhatTheyLeftAndTheTimesOfFilesButItIsNotTheProjects() throws InterruptedException {
        texts.put("a.c", "old");
        ProjectFolder folder = after("""
                mkdir -p target/classes sub/node_modules/x; echo made > target/classes/a
                ln -s /tmp sub/node_modules/x/link; touch -d @1000000000 a.c; echo b > b.c""");

        assertThat(folder.changes().texts()).containsOnlyKeys("b.c");
        assertThat(folder.changes().leftOut()).isEmpty();
        String look = "cat target/classes/a; readlink sub/node_modules/x/link; stat -c %Y a.c";
        assertThat(said(look)).isEqualTo("made\n/tmp\n1000000000");
        texts.put("a.c", "new");
        assertThat(said("[ a.c -nt target/classes/a ] || echo older; stat -c %Y a.c"))
                .doesNotContain("1000000000");
    }

    @Test
    void filesThatMayNotBeChangedAreAsBefore() throws InterruptedException {
        texts.put("lock", "as it is");
        texts.put("mgx.json", "the team's");
        ProjectFolder folder = after("echo other > lock; ls mgx.json 2>/dev/null; echo mine > mgx.json");

        assertThat(folder.changes().isEmpty()).isTrue();
        assertThat(folder.changes().leftOut()).containsExactly("lock is as before: it may not be changed here");
    }

    @Test
    void whatIsNoPlainFileIsLeftOutAndToldOf() throws InterruptedException {
        ProjectFolder folder = after("""
                ln -s /etc/passwd link; mkfifo pipe; echo a > 'ab:c'; echo b > b.txt; mkdir -p .GIT/hooks empty
                echo x > .GIT/hooks/post-commit; ln b.txt c.txt""");

        assertThat(folder.changes().texts()).containsOnlyKeys("b.txt", "c.txt");
        assertThat(folder.changes().leftOut())
                .anyMatch(sentence -> sentence.startsWith("link is not kept: it is a link"))
                .anyMatch(sentence -> sentence.startsWith("ab:c is not kept: it has a colon"))
                .anyMatch(sentence -> sentence.startsWith(".GIT/hooks/post-commit is not kept"));
    }

    @Test
    void aFolderThatOutgrowsItsLimitsStaysAsItWas() throws InterruptedException {
        texts.put("a.txt", "a");
        for (String script : new String[] {
            "for i in $(seq 30); do echo > f$i; done; rm a.txt",
            "head -c 5000000 /dev/zero > large; rm a.txt",
            "head -c 14000000 /dev/zero > larger; rm a.txt"
        }) {
            ProjectFolder folder = after(script);
            assertThat(folder.lost()).hasValueSatisfying(why -> assertThat(why).contains("20 files"));
            assertThat(folder.changes().isEmpty()).isTrue();
        }
        assertThat(said("ls")).isEqualTo("a.txt");
    }

    @Test
    void aCommandThatTakesTooLongKeepsWhatItHasDone() throws InterruptedException {
        ProjectFolder folder = after("echo done > a.txt; sleep 1000", SHORT, ExitReason.TIMED_OUT);

        assertThat(folder.changes().texts()).containsOnly(Map.entry("a.txt", "done\n"));
        ProjectFolder stubborn =
                after("trap '' TERM; echo b > b.txt; while :; do sleep 1000; done", SHORT, ExitReason.TIMED_OUT);
        assertThat(stubborn.changes().texts()).containsOnlyKeys("b.txt");
    }

    @Test
    void aCommandThatIsKilledForMoreChangesNothing() throws InterruptedException {
        ProjectFolder folder = after("echo a > a.txt; exec yes", LONG, ExitReason.OUTPUT_FLOOD);

        assertThat(folder.changes().isEmpty()).isTrue();
        assertThat(folder.lost()).isPresent();
    }

    @Test
    void theProgramCannotWriteTheTreeItself() throws InterruptedException {
        ProjectFolder folder = after("echo b > b.txt; (echo nonsense >&7) 2>/dev/null && echo forged");

        assertThat(folder.changes().texts()).containsOnlyKeys("b.txt");
    }
}
