package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.ModelFailed;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A word on each file that was changed, and nothing changed besides. */
@Timeout(60)
class WordOnEachFileTest extends ExistingProjectFixture {
    @Test
    void whoSaysWhyEachFileWasChangedIsTakenAtOnce() throws Exception {
        TaskState state = done(CHECK, MEND + "\nDONE\n1. **" + WORD.replace(":", "**:") + ".\n2. price.sh: nothing\n");

        assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(model.prompts(AgentRole.ENGINEER)).hasSize(1);
        assertThat(result(state))
                .containsEntry("reasons", Map.of("lib/discount.sh", "an order of exactly 100 counts as a large one."));
        assertThat(String.valueOf(result(state).get("summary"))).endsWith(". " + WORD + ".");
    }

    @Test
    void whoDoesNotIsAskedOnceAndTakenAsItIsThen() throws Exception {
        TaskState state = done(CHECK, "Orders of 100 are large. So they count.\n" + MEND, "I am not sure.");

        assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(model.prompts(AgentRole.ENGINEER)).hasSize(2);
        assertThat(seen(2))
                .contains("Checks: 2 of 2 pass.")
                .contains("\n- say why lib/discount.sh was changed, or put it back as it was\n");
        assertThat(result(state)).containsEntry("reasons", Map.of("lib/discount.sh", "Orders of 100 are large."));
    }

    @Test
    void anAnswerWithTheWordsAloneIsEnough() throws Exception {
        TaskState state = done(NO_CHECK, MEND + "\nDONE", WORD);

        assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(model.prompts(AgentRole.ENGINEER)).hasSize(2);
        assertThat(Json.write(result(state))).contains("an order of exactly 100 counts as a large one");
    }

    @Test
    void blanksAndWhatIsLeftOverAreNamedAndPutBack() throws Exception {
        String blanks = write("lib/part-007.sh", "part_7()  {  echo 7; }\n");
        String back = write("lib/part-007.sh", "part_7() { echo 7; }\n");
        TaskState state = done(
                CHECK,
                MEND + blanks + write("scratch.txt", "90\n") + write("docs/prices.md", "At 100.\n"),
                back + "```sh\nrm scratch.txt\n```\nDONE\ndocs/prices.md: says from when on it holds\n" + WORD);

        assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(seen(2))
                .contains(
                        "\n- only the blanks of lib/part-007.sh changed: put it back as it was, or say why\n",
                        "\n- scratch.txt is new, and nothing refers to it: remove it, or say why it is there\n",
                        "\n- say why docs/prices.md was added, or remove it\n");
        assertThat(result(state)).containsEntry("files", List.of("docs/prices.md", "lib/discount.sh"));
    }

    @Test
    void whatIsBrokenAfterTheQuestionIsPutBackToWhatPassed() throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, LIMITS)) {
            String id = fixture.withSource(REQUIREMENT, COMMAND, project, binaries);
            TaskState state = done(fixture, id, NO_CHECK, MEND + "\nDONE", edit("-ge 100", "-ge 10"), "```sh\nls\n```");

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(fixture.files(id, 1).get("lib/discount.sh")).contains("-ge 100 ]");
        }
    }

    @Test
    void aModelThatCannotBeAskedForAWordLosesNoWork() throws Exception {
        model.answers(AgentRole.ENGINEER)
                .breaks(AgentRole.ENGINEER, new ModelFailed(ModelFailed.Kind.REFUSED, "No more of that", null));
        TaskState state = done(CHECK, MEND);

        assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(model.prompts(AgentRole.ENGINEER)).hasSize(2);
    }
}
