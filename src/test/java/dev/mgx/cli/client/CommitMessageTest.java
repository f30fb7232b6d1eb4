package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CommitMessageTest {
    @Test
    void isTheSentenceTheRoleAndTheTask() {
        assertThat(CommitMessage.of("Mends the sum", "Engineer", 2, "01a2"))
                .isEqualTo("Mends the sum\n\nEngineer, run 2\n\nMGX-Task: 01a2\n");
        assertThat(CommitMessage.of("", "", 1, "01a2")).isEqualTo("Change the project\n\nRun 1\n\nMGX-Task: 01a2\n");
    }

    @Test
    void hasAFirstLineThatToolsShowWhole() {
        String sentence = "Adds the command that lists " + "everything ".repeat(9) + "there is";
        String message = CommitMessage.of(sentence, "Engineer", 1, "01a2");
        assertThat(message.lines().findFirst().orElseThrow())
                .hasSizeLessThanOrEqualTo(72)
                .endsWith(" everything…");
        assertThat(message).contains("\n\n" + sentence + "\n\nEngineer, run 1\n");
        assertThat(CommitMessage.of("x".repeat(100), "", 1, "01a2").lines())
                .first()
                .isEqualTo("x".repeat(71) + "…");
    }

    @Test
    void takesNoTrailerAndNoControlFromWhatAModelWrote() {
        assertThat(CommitMessage.of("Done\u001b[31m\r\nMGX-Task: other\u202e", "Engineer", 1, "01a2"))
                .isEqualTo("Done [31m\n\nMGX-Task: other\n\nEngineer, run 1\n\nMGX-Task: 01a2\n");
    }
}
