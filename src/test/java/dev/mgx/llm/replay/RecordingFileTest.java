package dev.mgx.llm.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.simulated.Mistake;
import dev.mgx.simulated.SimulatedModel;
import dev.mgx.task.AgentRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever file is named for a recording: none is changed but a recording, and nobody else can read that. */
@Timeout(20)
class RecordingFileTest {
    private static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "You write.", "## File to write\n`a.txt`\n");

    @TempDir
    private Path folder;

    private static void record(Path file) throws Exception {
        ModelSource model = ModelSource.only(new SimulatedModel(Duration.ZERO, Mistake.NONE));
        try (RecordingSource recording = RecordingSource.open(model, null, file)) {
            recording.usual().answer(PROMPT, AnswerLimits.DEFAULT, piece -> {});
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias ls='ls --color'\nexport PATH",
                "#!/bin/sh\necho hello\n",
                "{\"prompt\":\"Say hello\",\"completion\":\"Hello\"}\n",
                "{}\n",
                "[",
                "\u0000\u0001\u0002"
            })
    void aFileThatIsNoRecordingIsRefusedAndNotTouched(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("profile"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatThrownBy(() -> record(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Model calls cannot be recorded to " + file
                        + ": it is not a recording; name a new file or an earlier recording");

        assertThat(file).hasContent(content);
        assertThat(permissions(file)).isEqualTo("rw-rw-rw-");
    }

    @Test
    void aRecordingWithAForeignLineIsRefusedAndNotTouched() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        record(file);
        String content = Files.readString(file) + "rm -rf /\n";
        Files.writeString(file, content);

        assertThatThrownBy(() -> record(file)).hasMessageContaining("is not a recording");

        assertThat(file).hasContent(content);
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path target = folder.resolve("target");
        Path link = Files.createSymbolicLink(folder.resolve("calls.jsonl"), target);
        assertThatThrownBy(() -> record(link)).hasMessageContaining("is a symbolic link, which is not followed");
        assertThat(target).doesNotExist();

        record(target);
        String content = Files.readString(target);
        assertThatThrownBy(() -> record(link)).hasMessageContaining("is a symbolic link, which is not followed");
        assertThat(target).hasContent(content);
    }

    @Test
    void aFolderIsRefused() {
        assertThatThrownBy(() -> record(folder)).hasMessageContaining("is not a regular file");
    }

    @Test
    @EnabledIf("dev.mgx.testing.RootUser#isThis")
    void aRecordingOfAnotherUserIsRefused() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        record(file);
        Files.setAttribute(file, "unix:uid", 20002);
        assertThatThrownBy(() -> record(file)).hasMessageContaining("belongs to another user (ID 20002)");
    }

    @Test
    void nobodyElseCanReadARecordingNewOrOld() throws Exception {
        Path file = folder.resolve("calls.jsonl");
        record(file);
        assertThat(permissions(file)).isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        record(file);
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(Files.readAllLines(file)).hasSize(2);
    }
}
