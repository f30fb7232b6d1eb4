package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands without a server, in a data folder whose server ended while a task was running. */
@Tag("e2e")
@Timeout(60)
class InterruptedTaskTest {
    private static final Map<String, String> SLOW =
            Map.of("MGX_SIMULATED_DELAY_MS", "120000", "MGX_SHUTDOWN_TIMEOUT", "1");

    @TempDir
    Path folder;

    /** Leaves a task that was running when its server ended. */
    private String interrupted() throws InterruptedException {
        try (Home mgx = new Home(folder, SLOW)) {
            String id = mgx.started("Build a todo app", Map.of());
            mgx.await(id, "AGENT_START");
            return id;
        }
    }

    private Output mgx(String... args) {
        Path data = folder.resolve("data");
        return new Shell(data, Map.of("MGX_DATA_DIR", data.toString(), "MGX_SANDBOX", "off")).mgx(args);
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void runAnnouncesItAndLeavesItAlone() throws Exception {
        String id = interrupted();
        Output output = mgx("run", "--out", out("quiz"), "A quiz about planets");
        assertThat(output.exitCode()).as(output.err()).isEqualTo(3);
        assertThat(output.out())
                .contains("Interrupted earlier: Build a todo app", "resume it: mgx resume " + id.substring(0, 8))
                .contains("Built");
        assertThat(mgx("tasks").out())
                .containsPattern(id.substring(0, 8) + "\\S* +INTERRUPTED +\\d+s +2 % +Build a todo app");
        assertThat(mgx("tasks", "--status", "interrupted").out())
                .contains("INTERRUPTED", "Build a todo app")
                .doesNotContain("A quiz");
        assertThat(mgx("tasks", "--status", "RUNNING").out()).startsWith("No task is RUNNING.");
        assertThat(mgx("tasks", "--help").out()).contains("DONE is how much of its work a task has done");
        assertThat(mgx("show", id).out()).contains("INTERRUPTED, 2 % done", "Resume        mgx resume ");
        assertThat(mgx("rerun", id).err()).contains("was interrupted; resume it: mgx resume ");
    }

    @Test
    void watchShowsWhatThereIsAndSaysHowToGoOn() throws Exception {
        String id = interrupted();
        Output output = mgx("watch", id.substring(0, 8));
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.out())
                .contains("Writing the product requirements")
                .contains("Not running: the task was interrupted. Resume it: mgx resume ");
    }

    @Test
    void resumeTakesItUp() throws Exception {
        String id = interrupted();
        Output output = mgx("resume", id, "--out", out("todo"));
        assertThat(output.exitCode()).as(output.err()).isEqualTo(3);
        assertThat(output.out()).contains("Resumed after an interruption, attempt 2", "Done, but unverified. ");
        assertThat(folder.resolve("todo/Todo.java")).isRegularFile();
    }

    @Test
    void sayTakesItUpWithTheMessage() throws Exception {
        String id = interrupted();
        Output output = mgx("say", id, "in German, please");
        assertThat(output.exitCode()).as(output.err()).isEqualTo(3);
        assertThat(output.out()).contains("in German, please", "Done, but unverified. ");
    }

    @Test
    void stopEndsIt() throws Exception {
        String id = interrupted();
        assertThat(mgx("stop", id).exitCode()).isZero();
        assertThat(mgx("tasks").out()).containsPattern("CANCELLED +\\d+s +\\d+ % +Build a todo app");
        Output resumed = mgx("resume", id);
        assertThat(resumed.exitCode()).isEqualTo(3);
        assertThat(resumed.out()).contains("Files      ", "mgx export ");
    }

    @Test
    void aTaskThatWasNeverStartedIsStartedByResume() throws Exception {
        String id;
        try (Home mgx = new Home(folder, SLOW)) {
            id = mgx.api().create(Map.of("input_prompt", "A quiz")).id();
        }
        assertThat(mgx("watch", id).out()).contains("Not running: the task has not run yet. Resume it: mgx resume ");
        assertThat(mgx("resume", id).exitCode()).isEqualTo(3);
    }

    @Test
    void aDesignThatWaitsForAnAnswerGetsItAndIsBuiltByResume() throws Exception {
        String id;
        try (Home mgx = new Home(folder, Map.of("MGX_SHUTDOWN_TIMEOUT", "1"))) {
            id = mgx.started("A unit converter", Map.of("require_plan_approval", true));
            mgx.await(id, "APPROVAL_REQUEST");
        }
        Output approved = mgx("approve", id);
        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(approved.out()).contains("It is not running now; resume it: mgx resume ");
        assertThat(mgx("resume", id).exitCode()).isEqualTo(3);
    }
}
