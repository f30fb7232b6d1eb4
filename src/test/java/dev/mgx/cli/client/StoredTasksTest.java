package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that keep, bring back and delete what is stored. */
@Tag("e2e")
@Timeout(60)
class StoredTasksTest {
    private static final Map<String, String> SETTINGS = Map.of("MGX_LLM", "simulated", "MGX_SANDBOX", "off");

    @TempDir
    Path folder;

    private String created(Home home, String requirement) throws InterruptedException {
        return home.api().create(Map.of("input_prompt", requirement)).id();
    }

    @Test
    void aBackupOfARunningServerIsRestoredElsewhereAndOverwritesNothing() throws Exception {
        Path file = folder.resolve("tasks.backup");
        String id;
        try (Home home = new Home(folder, SETTINGS)) {
            id = created(home, "A landing page");
            Output written = home.mgx("backup", file.toString());
            assertThat(written.exitCode()).as(written.err()).isZero();
            assertThat(written.out()).startsWith("Wrote " + file + ": 1 task with 0 events, ");
            Output again = home.mgx("backup", file.toString());
            assertThat(again.exitCode()).isEqualTo(2);
            assertThat(again.err()).contains("it exists already");
            Output inUse = home.mgx("restore", file.toString());
            assertThat(inUse.exitCode()).isEqualTo(2);
            assertThat(inUse.err()).contains("is in use");
        }
        Path elsewhere = folder.resolve("elsewhere");
        Shell shell = new Shell(elsewhere, Map.of("MGX_DATA_DIR", elsewhere.toString(), "MGX_LLM", "simulated"));
        Output restored = shell.mgx("restore", file.toString());
        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).startsWith("Restored 1 task with 0 events, ");
        assertThat(shell.mgx("tasks", "--json").out()).contains(id);
        assertThat(shell.mgx("restore", file.toString()).err()).contains("a restore overwrites nothing");
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void tasksAreDeletedAndAWrongIdDeletesNone() throws Exception {
        try (Home home = new Home(folder, SETTINGS)) {
            String first = created(home, "A landing page");
            String second = created(home, "A unit converter");
            String third = created(home, "A quiz");
            Output wrong = home.mgx("delete", first, "nothing-like-it");
            assertThat(wrong.exitCode()).isEqualTo(4);
            assertThat(home.mgx("tasks", "--json").out()).contains(first);
            Output deleted = home.mgx("delete", first, second);
            assertThat(deleted.exitCode()).as(deleted.err()).isZero();
            assertThat(deleted.out()).contains("Deleted " + first + ": A landing page", "Deleted " + second);
            assertThat(home.mgx("tasks", "--json").out()).contains(third).doesNotContain(first, second);
        }
    }
}
