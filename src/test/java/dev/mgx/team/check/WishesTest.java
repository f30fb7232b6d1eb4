package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a requirement a program leaves out that was not made for it. */
@Timeout(10)
class WishesTest {
    private static final String TODO = "Todo list\nA todo list for the command line\nItem finish(int number)";

    private static List<String> leftOut(String requirement, List<String> uncovered, String program) {
        return new Wishes(new RequirementText(requirement)).leftOut(uncovered, program, List.of());
    }

    @Test
    void namesThePhrasesThatNothingOfTheProgramSpeaksOf() {
        assertThat(leftOut("A todo app with priorities, due dates and a weekly report.", List.of(), TODO))
                .containsExactly("priorities", "due dates", "a weekly report");
    }

    @Test
    void namesASentenceWholeThatIsLeftOutWhole() {
        assertThat(leftOut("A todo list. It sends mails, and sings.", List.of(), TODO))
                .containsExactly("It sends mails, and sings.");
        assertThat(leftOut("A todo list. List all items.", List.of("List all items."), TODO))
                .containsExactly("List all items.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Build a React/Vite page that splits a bill.|Build a React/Vite page",
                "A Vite page that shows the weather.|shows the weather",
                "A Vue page for the weather|A Vue page for the weather",
                "A page with Vite for booking rooms|Vite for booking rooms"
            })
    void namesWhatIsAskedForBySomethingElse(String requirement, String leftOut) {
        String program = "Split a bill\nA page that splits a bill\nnpx vite build && npx vite preview";

        assertThat(leftOut(requirement, List.of(), program)).containsExactly(leftOut);
    }

    @Test
    void aFrameworkAloneServesNothing() {
        String program = "Notes service\nA REST API that keeps notes\nwith Flask and SQLite";

        assertThat(leftOut("A Flask service for booking rooms", List.of(), program))
                .containsExactly("A Flask service for booking rooms");
        assertThat(leftOut("A Flask service for notes", List.of(), program)).isEmpty();
        assertThat(leftOut("A REST API, with notes in Django", List.of(), program))
                .containsExactly("notes in Django");
    }

    @Test
    void findsWordsWhateverTheirEndings() {
        assertThat(leftOut(
                        "Please build a todo app for the command line that lists and finishes items", List.of(), TODO))
                .isEmpty();
    }
}
