package dev.mgx.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.Prompt;
import dev.mgx.llm.TokenEstimate;
import dev.mgx.task.AgentRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A conversation in a window that becomes too small for it. */
@Timeout(10)
class TurnHistoryTest {
    private static final Prompt OPENING = new Prompt(AgentRole.ENGINEER, "You build.", "Build it.\n");

    private static TurnHistory conversation(long tokens, int turns) {
        TurnHistory conversation = new TurnHistory(OPENING, tokens);
        for (int i = 1; i <= turns; i++) {
            conversation.add(
                    "I do %d. %s".formatted(i, "words ".repeat(20)),
                    "wrote file-%d".formatted(i),
                    "output %d %s\nChecks: %d of 9 pass.".formatted(i, "line ".repeat(60), i));
        }
        return conversation;
    }

    @Test
    void isWholeWhereItFits() {
        Prompt prompt = conversation(100_000, 5).prompt();

        assertThat(prompt.user()).isEqualTo("Build it.\n");
        assertThat(prompt.exchanges())
                .hasSize(5)
                .allSatisfy(said -> assertThat(said.user()).contains("output"));
        assertThat(prompt.messages()).hasSize(11);
    }

    @Test
    void leavesOutWhatCameOfOldTurnsFirstAndKeepsHowTheChecksStood() {
        Prompt prompt = conversation(700, 5).prompt();

        assertThat(TokenEstimate.of(prompt)).isLessThanOrEqualTo(700);
        assertThat(prompt.exchanges().getFirst().user())
                .isEqualTo("[what came is left out here]\nChecks: 1 of 9 pass.");
        assertThat(prompt.exchanges().getFirst().answer()).startsWith("I do 1.");
        assertThat(prompt.exchanges().getLast().user()).contains("output 5 line");
    }

    @Test
    void tellsOldTurnsInALineEachWhereEvenThatIsTooMuch() {
        Prompt prompt = conversation(900, 30).prompt();

        assertThat(TokenEstimate.of(prompt)).isLessThanOrEqualTo(1_000);
        assertThat(prompt.user()).contains("## What was done so far\n- I wrote file-1. Checks: 1 of 9 pass.\n");
        assertThat(prompt.exchanges().getLast().user()).contains("output 30 line");
    }

    @Test
    void alwaysHasWhatCameLast() {
        assertThat(conversation(200, 3).prompt().user()).contains("## What came last\noutput 3");
    }

    @Test
    void aLongTextIsCutInTheMiddleInWholeLines() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 1_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        String cut = Observation.cut(text.toString(), 200);

        assertThat(TokenEstimate.of(cut)).isLessThanOrEqualTo(210);
        assertThat(cut).startsWith("line 1\n").endsWith("line 1000").containsPattern("\\[… 9\\d\\d lines left out …]");
        assertThat(Observation.cut("short", 200)).isEqualTo("short");
    }
}
