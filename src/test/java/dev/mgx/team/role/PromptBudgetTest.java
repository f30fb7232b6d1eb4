package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.TokenEstimate;
import dev.mgx.task.AgentRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A prompt contains as much material as fits, and mentions what was omitted. */
@Timeout(10)
class PromptBudgetTest {
    private static final PromptTemplate TEMPLATE = new PromptTemplate(
            AgentRole.ENGINEER,
            "You write.\n",
            "## Requirement\n> {{requirement}}\n\n## Files\n{{files}}\n\n## File to write\nPath: `{{path}}`\n",
            null,
            0);
    private static final Map<String, String> FILES =
            Map.of("small.txt", "s\n", "big.txt", "b".repeat(9_000), "mgx.json", "{}", "other.txt", "o\n");

    private static FittedPrompt fitted(int tokens, String requirement) {
        return new PromptBudget(TEMPLATE, tokens)
                .text("requirement", 0.25, requirement)
                .files("files", FILES, List.of("big.txt", "small.txt", "mgx.json", "gone.txt", "other.txt"))
                .whole("path", "x.txt")
                .fitted();
    }

    @Test
    void takesEverythingWhereThereIsRoom() {
        FittedPrompt fitted = fitted(100_000, "Build it.");

        assertThat(fitted.omitted()).isEmpty();
        assertThat(fitted.prompt().user())
                .contains("> Build it.", "=== FILE big.txt ===", "=== FILE small.txt ===", "=== FILE other.txt ===")
                .doesNotContain("mgx.json", "left out", "no room");
    }

    @Test
    void leavesOutWholeFilesAndNamesThem() {
        FittedPrompt fitted = fitted(1_000, "Build it.");

        assertThat(fitted.omitted()).containsExactly("big.txt");
        assertThat(fitted.prompt().user())
                .contains("=== FILE small.txt ===", "=== FILE other.txt ===", "no room here: big.txt")
                .doesNotContain("=== FILE big.txt ===");
    }

    @Test
    void cutsALongTextInItsMiddleAndSaysSo() {
        FittedPrompt fitted = fitted(2_000, "Begin " + "x".repeat(20_000) + " end.");

        assertThat(fitted.omitted()).contains("a part of the requirement");
        assertThat(fitted.prompt().user()).contains("> Begin x", "x end.", "characters are left out here");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1_000, 4_096, 50_000})
    void keepsToTheWindow(int tokens) {
        FittedPrompt fitted = fitted(tokens, "line\n".repeat(5_000));

        assertThat(TokenEstimate.of(fitted.prompt())).isLessThanOrEqualTo(tokens);
    }

    /** Each line that is quoted grows by the mark before it. */
    @ParameterizedTest
    @ValueSource(ints = {400, 1_000, 4_096})
    void keepsToTheWindowWhereTheTextsTogetherAreTooMuch(int tokens) {
        PromptTemplate two = new PromptTemplate(
                AgentRole.ENGINEER, "You write.\n", "## One\n> {{one}}\n\n## Other\n> {{other}}\n", null, 0);

        FittedPrompt fitted = new PromptBudget(two, tokens)
                .text("one", 0.6, "1\n".repeat(5_000))
                .text("other", 0.4, "2\n".repeat(5_000))
                .fitted();

        assertThat(TokenEstimate.of(fitted.prompt())).isBetween(tokens / 2L, (long) tokens);
        assertThat(fitted.omitted()).containsExactly("a part of the one", "a part of the other");
    }

    @Test
    void anAnswerThatIsSentBackIsCutToTheWindowToo() {
        var prompt = PromptBudget.correcting(
                fitted(100_000, "Build it.").prompt(), "{" + "y".repeat(60_000) + "}", "Too long", 8_000);

        assertThat(TokenEstimate.of(prompt)).isLessThanOrEqualTo(8_000);
        assertThat(prompt.user()).contains("> {yyy", "yyy}", "> Too long");
    }
}
