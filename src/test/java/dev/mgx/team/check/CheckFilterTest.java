package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tester's checks are held against the requirement before the plan stands. */
@Timeout(10)
class CheckFilterTest {
    private static final RequirementText COUNT = new RequirementText(
            "count.py FILE prints how many words the file has. With --lines it counts lines. A missing file is an error.");
    private final CheckFilter filter = new CheckFilter(COUNT, Set.of("count.py"), program -> !program.equals("pytest"));

    private static AcceptanceCheck check(String quote, String run) {
        return AcceptanceCheck.of("C1", quote, List.of(), List.of(CheckStep.of(run, "3")));
    }

    private CheckFilter.Held held(AcceptanceCheck... checks) {
        return filter.held(List.of(), List.of(checks), true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prints how many words|python3 count.py -n a.txt|the requirement has no option -n",
                "prints how many words|python3 count.py a.txt --sort=up|the requirement has no option --sort=up",
                "prints how many words|python3 count.py a.txt json|does not ask for json",
                "colours are supported|python3 count.py a.txt|serves no words of the requirement",
                "prints how many words|wc -w a.txt|does not run the program",
                "prints how many words|pytest count.py|there is no pytest in the sandbox"
            })
    void whatTheRequirementDoesNotAskForIsDropped(String quote, String run, String why) {
        CheckFilter.Held held = held(check(quote, run));

        assertThat(held.checks()).isEmpty();
        assertThat(held.dropped())
                .singleElement()
                .satisfies(sentence -> assertThat(sentence).contains(why));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "it counts lines|python3 count.py --lines a.txt",
                "prints how many words|python3 count.py -5",
                "prints how many words|^cat a.txt | python3 count.py /dev/stdin | head -n 1^",
                "prints how many words|python3 -c \"import count\""
            })
    void whatItHasStands(String quote, String run) {
        assertThat(held(check(quote, run)).checks()).hasSize(1);
    }

    @Test
    void twinsAreMergedAndTheRequirementsOwnExamplesStandFirst() {
        AcceptanceCheck example = check("prints how many words", "python3 count.py a.txt");
        AcceptanceCheck twin = check("prints how many", "python3 count.py a.txt");
        AcceptanceCheck contradiction = AcceptanceCheck.of(
                "C7", "prints how many", List.of(), List.of(CheckStep.of("python3 count.py a.txt", "4")));
        AcceptanceCheck other = check("it counts lines", "python3 count.py --lines a.txt");

        assertThat(filter.held(List.of(example), List.of(twin, contradiction, other), true)
                        .checks())
                .containsExactly(example, other.withId("C2"));
    }

    @Test
    void aTwinServesItsWordsTooWhereNoOtherCheckWillComeForThem() {
        AcceptanceCheck one = check("prints how many words", "python3 count.py a.txt");
        AcceptanceCheck twin = check("A missing file is an error", "python3 count.py a.txt");

        assertThat(filter.held(List.of(), List.of(one, twin), false)
                        .checks()
                        .getFirst()
                        .quote())
                .isEqualTo("prints how many words");
        assertThat(filter.held(List.of(), List.of(one, twin), true)
                        .checks()
                        .getFirst()
                        .quote())
                .isEqualTo("prints how many words / A missing file is an error");
    }

    @Test
    void theProgramItselfIsNoFileOfACheckAndLineBreaksAreReal() {
        AcceptanceCheck check = AcceptanceCheck.of(
                "C1",
                "how many words",
                List.of(new CheckFile("count.py", "print(3)"), new CheckFile("a.txt", "one\\ntwo three")),
                List.of(CheckStep.of("$ python3 count.py a.txt", "3")));

        AcceptanceCheck mended = held(check).checks().getFirst();
        assertThat(mended.files()).containsExactly(new CheckFile("a.txt", "one\ntwo three"));
        assertThat(mended.steps().getFirst().run()).isEqualTo("python3 count.py a.txt");
    }

    @Test
    void whatProvesNothingIsNamed() {
        AcceptanceCheck check = AcceptanceCheck.of(
                "C1", "how many words", List.of(), List.of(CheckStep.of("python3 count.py a.txt", "")));

        assertThat(held(check).checks()).isEmpty();
        assertThat(held(check).provingNothing()).hasSize(1);
    }

    /** Small testers put what a command reads among the files that are there afterwards. */
    @Test
    void whatTheFirstCommandReadsIsThereBeforeIt() {
        CheckFile text = new CheckFile("a.txt", "one two three");
        CheckStep step = new CheckStep("python3 count.py a.txt", "", "3", 0, List.of(text));

        AcceptanceCheck held = held(AcceptanceCheck.of("C1", "prints how many words", List.of(), List.of(step)))
                .checks()
                .getFirst();

        assertThat(held.files()).containsExactly(text);
        assertThat(held.steps().getFirst().files()).isEmpty();
    }

    @Test
    void whatAFailingCommandReadsIsThereBeforeIt() {
        CheckFile text = new CheckFile("a.txt", "one two three");
        CheckStep step = new CheckStep("python3 count.py a.txt nothing", "", "", 1, List.of(text));

        assertThat(held(AcceptanceCheck.of("C1", "prints how many words", List.of(), List.of(step)))
                        .checks())
                .singleElement()
                .satisfies(check -> assertThat(check.files()).containsExactly(text));
    }

    @Test
    void whatACommandWritesIsThereAfterIt() {
        CheckFile written = new CheckFile("b.txt", "3");
        AcceptanceCheck silent = AcceptanceCheck.of(
                "C1",
                "prints how many words",
                List.of(),
                List.of(new CheckStep("python3 count.py a.txt b.txt", "", "", 0, List.of(written))));
        AcceptanceCheck withInput = AcceptanceCheck.of(
                "C1",
                "prints how many words",
                List.of(new CheckFile("a.txt", "one two three")),
                List.of(new CheckStep("python3 count.py a.txt > b.txt", "", "3", 0, List.of(written))));

        for (AcceptanceCheck check : List.of(silent, withInput)) {
            assertThat(held(check).checks()).containsExactly(check);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A missing file is an error|true",
                "prints how many words the file has|false",
                "count.py FILE|false",
            })
    void anErrorIsOnlyCheckedWhereTheWordsMayMeanOne(String quote, boolean stands) {
        CheckStep step = new CheckStep("python3 count.py", "", "", 1, List.of());

        CheckFilter.Held held = held(AcceptanceCheck.of("C1", quote, List.of(), List.of(step)));

        assertThat(held.checks()).hasSize(stands ? 1 : 0);
        assertThat(held.dropped()).hasSize(stands ? 0 : 1).allMatch(each -> each.contains("speak of no error"));
    }

    @Test
    void aCommandThatAnotherCheckHasAmongItsOwnIsATwin() {
        CheckStep one = CheckStep.of("python3 count.py 1", "1");
        CheckStep two = CheckStep.of("python3 count.py 2", "3");
        AcceptanceCheck both = AcceptanceCheck.of("C1", "prints how many words", List.of(), List.of(one, two));
        AcceptanceCheck second = AcceptanceCheck.of("C2", "prints how many words", List.of(), List.of(two));
        AcceptanceCheck onAFile =
                AcceptanceCheck.of("C2", "prints how many words", List.of(new CheckFile("2", "one")), List.of(two));

        AcceptanceCheck quoted = AcceptanceCheck.of(
                "C2", "prints how many words", List.of(), List.of(CheckStep.of("python3 count.py '2'", "3"), one));
        AcceptanceCheck otherwise = AcceptanceCheck.of(
                "C2", "prints how many words", List.of(), List.of(CheckStep.of("python3 count.py 2", "4")));

        assertThat(held(both, second).checks()).containsExactly(both);
        assertThat(held(both, quoted).checks()).containsExactly(both);
        assertThat(held(both, otherwise).checks()).containsExactly(both, otherwise);
        assertThat(held(both, onAFile).checks()).containsExactly(both, onAFile);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`add TEXT` adds an item.|false",
                "`add TEXT` adds an item and prints its number.|true",
                "`add TEXT` adds an item, and `list` shows all of them.|true"
            })
    void whatACommandSaysIsComparedWhereItsSentenceSpeaksOfPrinting(String sentence, boolean compared) {
        CheckFilter todo = new CheckFilter(
                new RequirementText("todo.py: " + sentence + " With `list` the items are printed."),
                Set.of("todo.py"),
                program -> true);
        CheckStep add = CheckStep.of("python3 todo.py add milk", "1");
        CheckStep list = CheckStep.of("python3 todo.py list", "1. milk");

        AcceptanceCheck check = AcceptanceCheck.of("C1", "the items are printed", List.of(), List.of(add, list));

        assertThat(todo.held(List.of(), List.of(check), true)
                        .checks()
                        .getFirst()
                        .steps()
                        .getFirst()
                        .output())
                .isEqualTo(compared ? "1" : null);
    }

    /** The requirement says what {@code list} prints, and nothing of what {@code add} does. */
    @Test
    void whatACommandSaysThatPreparesTheLastOneIsNotCompared() {
        CheckFilter todo = new CheckFilter(
                new RequirementText("todo.py: `add TEXT` adds an item. `list` prints the items. `done N` marks one."),
                Set.of("todo.py"),
                program -> true);
        CheckStep add = CheckStep.of("python3 todo.py add milk", "1. milk");
        CheckStep list = CheckStep.of("python3 todo.py list", "1. milk");
        CheckStep fails = new CheckStep("python3 todo.py done 9", "", "", 1, List.of());
        CheckStep number = CheckStep.of("python3 todo.py 7", "7");
        AcceptanceCheck check =
                AcceptanceCheck.of("C1", "prints the items", List.of(), List.of(add, list, fails, number, list));

        assertThat(todo.held(List.of(), List.of(check), true)
                        .checks()
                        .getFirst()
                        .steps())
                .containsExactly(CheckStep.of("python3 todo.py add milk", null), list, fails, number, list);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "square.py gets a number as its argument and prints its square.|false",
                "square.py gets a number as its argument, or reads it, and prints its square.|true",
                "square.py prints the square of a number.|true"
            })
    void whatIsTypedInMustBeRead(String requirement, boolean stands) {
        CheckFilter squares = new CheckFilter(new RequirementText(requirement), Set.of("square.py"), program -> true);
        CheckStep step = new CheckStep("python3 square.py", "3", "9", 0, List.of());

        CheckFilter.Held held =
                squares.held(List.of(), List.of(AcceptanceCheck.of("C1", requirement, List.of(), List.of(step))), true);

        assertThat(held.checks()).hasSize(stands ? 1 : 0);
        assertThat(held.dropped()).hasSize(stands ? 0 : 1).allMatch(each -> each.contains("nothing that is typed in"));
    }

    private static final String SQUARE =
            "square.py gets a number as its argument and prints its square, so square.py 3 prints 9.";

    private static CheckFilter squares(String requirement) {
        return new CheckFilter(new RequirementText(requirement), Set.of("square.py"), program -> true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {SQUARE + "|false", SQUARE + " With a file it prints the square of each line.|true"})
    void aFileIsGivenOnlyWhereTheRequirementHasFiles(String requirement, boolean stands) {
        AcceptanceCheck check = AcceptanceCheck.of(
                "C1",
                "prints its square",
                List.of(new CheckFile("numbers.txt", "3\n")),
                List.of(CheckStep.of("python3 square.py numbers.txt", "9")));

        assertThat(squares(requirement).held(List.of(), List.of(check), true).checks())
                .hasSize(stands ? 1 : 0);
    }

    @Test
    void whatContradictsAnExampleOfTheRequirementIsTakenOut() {
        CheckStep four = CheckStep.of("python3 square.py 4", "16");
        CheckStep threeFails = new CheckStep("python3 square.py '3'", "", "", 1, List.of());
        AcceptanceCheck half = AcceptanceCheck.of("C1", "prints its square", List.of(), List.of(four, threeFails));
        AcceptanceCheck whole = AcceptanceCheck.of(
                "C2", "prints its square", List.of(), List.of(CheckStep.of("python3 square.py 3", "6")));

        CheckFilter.Held held = squares(SQUARE).held(List.of(), List.of(half, whole), true);

        assertThat(held.checks())
                .singleElement()
                .satisfies(check -> assertThat(check.steps()).containsExactly(four));
        assertThat(held.dropped()).singleElement().asString().contains("contradicts an example of the requirement");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "todo.txt|python3 todo.py list|false",
                "todo.txt|cat todo.txt && python3 todo.py list|true",
                "data/a.txt|python3 todo.py list data/|true",
                "a.csv|python3 todo.py list|true"
            })
    void aFileThatNothingNamesIsTakenOut(String path, String run, boolean stands) {
        CheckFilter todo = new CheckFilter(
                new RequirementText(
                        "todo.py list prints the items, which it keeps in a file, or in each .csv there is."),
                Set.of("todo.py"),
                program -> true);
        AcceptanceCheck check = AcceptanceCheck.of(
                "C1", "prints the items", List.of(new CheckFile(path, "tea\n")), List.of(CheckStep.of(run, "1. tea")));

        assertThat(todo.held(List.of(), List.of(check), true)
                        .checks()
                        .getFirst()
                        .files())
                .hasSize(stands ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bank.py prints the balance, or `refused` where there is too little.|0",
                "bank.py prints the balance; where there is too little it exits with 1.|1",
                "打印余额|1"
            })
    void whatMustPrintDoesNotFailWhereNothingFails(String requirement, int code) {
        CheckFilter bank = new CheckFilter(new RequirementText(requirement), Set.of("bank.py"), program -> true);
        CheckStep step = new CheckStep("python3 bank.py withdraw 9", "", "refused\n0", 1, List.of());

        assertThat(bank.held(List.of(), List.of(AcceptanceCheck.of("C1", requirement, List.of(), List.of(step))), true)
                        .checks()
                        .getFirst()
                        .steps()
                        .getFirst()
                        .exitCode())
                .isEqualTo(code);
    }
}
