package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    void findsWordsWhateverTheirEndings() {
        assertThat(leftOut(
                        "Please build a todo app for the command line that lists and finishes items", List.of(), TODO))
                .isEmpty();
    }
}
