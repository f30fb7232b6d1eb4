package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.team.answer.FormEcho;
import dev.mgx.team.answer.MalformedAnswer;
import dev.mgx.team.answer.StructuredAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A structured answer is found anywhere in the text, or rejected with the exact complaint. */
@Timeout(10)
class StructuredAnswerTest {
    private static final String PLAN =
            "{\"summary\": \"s\", \"changes\": [{\"path\": \"a.txt\", \"purpose\": \"a } b\"}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "```json\n%s\n```",
                "Here:\n```\n%s\n```\nDone {really}.",
                "Sure! %s I hope it helps",
                "Here is {the plan}:\n%s\nI hope {that} helps.",
                "%s\n{\"summary\": \"another\", \"changes\": []}",
                "~~~~ json\n%s\n~~~~",
                "\uFEFF%s",
                "\n\n %s \n"
            })
    void isFoundWhereverItStands(String around) {
        ChangePlan plan = StructuredAnswer.read(around.formatted(PLAN), ChangePlan.class, FormEcho.NONE);

        assertThat(plan.changes().getFirst().purpose()).isEqualTo("a } b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Sorry, I cannot.|no JSON object",
                "{\"summary\": \"s\"}|\"changes\" must have 1 to 20 elements, has 0",
                "{\"changes\": []}|\"summary\" is missing",
                "{\"summary\": \"s\", \"changes\": [null]}|\"changes\" has a null in it",
                "{\"summary\": \"s\", \"changes\": [{\"path\": \"../x\", \"purpose\": \"p\"}]}|\"..\" is not allowed",
                "{\"summary\": \"s\", \"changes\": \"x\"}|cannot be read",
                "{\"summary\": \"s|cannot be read",
                "{{{{{|cannot be read",
            })
    void isRefusedWithTheExactComplaint(String answer, String complaint) {
        assertThatThrownBy(() -> StructuredAnswer.read(answer, ChangePlan.class, FormEcho.NONE))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'summary': 's', 'changes': [{'path': 'a.txt', 'purpose': 'p'}]}",
                "{\"summary\": \"s\", \"changes\": [{\"path\": \"a.txt\", \"purpose\": \"p\",},],}",
                "{\"summary\": \"s\", \"changes\": {\"path\": \"a.txt\", \"purpose\": \"p\"}, \"extra\": 1}",
                "{\"summary\": 7, // yes\n \"changes\": [{\"path\": \"a.txt\", \"purpose\": \"two\nlines\"}]}"
            })
    void isTakenWhereItsMeaningIsBeyondDoubt(String answer) {
        assertThat(StructuredAnswer.read(answer, ChangePlan.class, FormEcho.NONE)
                        .changes())
                .extracting(ChangePlan.PlannedChange::path)
                .containsExactly("a.txt");
    }

    @Test
    void anAnswerThatRepeatsTheExampleOfTheFormIsNone() {
        FormEcho form =
                FormEcho.of("For another task it was:\n{\"summary\": \"Recipes can be deleted too.\"}", "Greet me");
        String copied = PLAN.replace("\"s\"", "\"recipes can be  deleted too.\"");

        assertThatThrownBy(() -> StructuredAnswer.read(copied, ChangePlan.class, form))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining("is from the example of another task");
        assertThat(StructuredAnswer.read(PLAN, ChangePlan.class, form).summary())
                .isEqualTo("s");
        FormEcho asked =
                FormEcho.of("{\"summary\": \"Recipes can be deleted too.\"}", "Please: recipes can be deleted too.");
        assertThat(StructuredAnswer.read(copied, ChangePlan.class, asked).summary())
                .as("what the person asked for is no echo")
                .startsWith("recipes");
    }

    @Test
    void aGoalOfTheExamplesTaskIsNone() {
        String requirement = "A todo list, with a list of recipes in it";
        FormEcho form = FormEcho.of(
                "It was:\n{\"title\": \"Recipe box\", \"goals\": [\"Recipes with an ingredient are listed\"]}",
                requirement);
        Prd prd =
                new Prd("Todo", "A list", List.of("Tasks with an ingredient are listed", "Recipes are listed", "Add"));

        assertThat(prd.without(form, requirement).goals()).containsExactly("Recipes are listed", "Add");
    }
}
