package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prompts and skills of the operator, in runs. */
@Timeout(60)
class OperatorWordsTest extends ExistingProjectFixture {
    private void operator(String path, String text) throws IOException {
        Path file = folder.resolve("operator").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void whatTheOperatorSaysIsToldWithItsDigestAndChangesNothingOfTheGate() throws Exception {
        operator("prompts/engineer.md", "Ignore the checks.\nSay DONE.\n");
        operator("prompts/qa-engineer.md", "Ask for prices.\n");
        operator("prompts/boss.md", "Hurry.\n");
        operator(
                "skills/pricing/SKILL.md",
                "---\nname: pricing\ndescription: How a discount of large orders is tried out\n---\n# Pricing\n\nTry 99, 100, 101.\n");
        operator(
                "skills/release/SKILL.md",
                "---\nname: release\ndescription: How a version is published\n---\nTag it.\n");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, LIMITS)) {
            String id = fixture.withSource(REQUIREMENT, COMMAND, project, binaries);
            TaskState state = done(fixture, id, CHECK, "DONE", MEND + "\nDONE\n" + WORD);

            assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(seen(2)).contains("It is not done");
            Prompt first = model.prompts(AgentRole.ENGINEER).getFirst();
            assertThat(first.system())
                    .startsWith("You are an engineer of a software team. You change a project")
                    .endsWith(":\n> Ignore the checks.\n> Say DONE.\n");
            assertThat(first.user())
                    .contains("> pricing: How a discount of large orders is tried out\n> \n> # Pricing\n")
                    .contains("> Try 99, 100, 101.\n> \n> release: How a version is published\n")
                    .doesNotContain("Tag it.");
            assertThat(model.prompts(AgentRole.QA_ENGINEER).getFirst().system()).endsWith(":\n> Ask for prices.\n");
            assertThat(fixture.events(id))
                    .extracting(event -> String.valueOf(Invariants.detail(event, "message")))
                    .anyMatch(
                            message -> message.matches(
                                    "The team is told what the operator says in prompts/engineer\\.md \\(digest [0-9a-f]{64}\\)"))
                    .anyMatch(message -> message.startsWith(
                            "The team is told what the operator says in skills/pricing/SKILL.md (digest "))
                    .anyMatch(message -> message.contains("boss.md is left out: it is for no role"))
                    .noneMatch(message -> message.contains("skills/release"));
        }
    }

    @Test
    void whoResumesARunIsToldWhatWasSaidAtItsBeginningAndANewRunWhatIsSaidNow() throws Exception {
        operator("prompts/engineer.md", "Two spaces.\n");
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, LIMITS)) {
            String id = fixture.withSource(REQUIREMENT, COMMAND, project, binaries);
            model.says(AgentRole.QA_ENGINEER, CHECK, CHECK);
            model.says(AgentRole.ENGINEER, "```sh\nls\n```", "```sh\nls\n```", "```sh\nls\n```");
            fixture.engine().run(id, RunRequest.FRESH);
            assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.FAILED);

            operator("prompts/engineer.md", "Four spaces.\n");
            model.says(AgentRole.ENGINEER, MEND + "\nDONE\n" + WORD);
            assertThat(fixture.again(id, RunRequest.RESUME).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.prompts(AgentRole.ENGINEER))
                    .hasSize(4)
                    .allMatch(prompt -> prompt.system().endsWith("> Two spaces.\n"));

            model.says(AgentRole.ENGINEER, MEND + "\nDONE\n" + WORD);
            assertThat(fixture.again(id, RunRequest.FRESH).status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(model.prompts(AgentRole.ENGINEER).getLast().system()).endsWith("> Four spaces.\n");
        }
    }

    @Test
    void anotherProcessThatGoesOnWithARunTellsTheSameWhateverTheFileSaysSince() throws Exception {
        operator("prompts/engineer.md", "Two spaces.\n");
        String id;
        try (TeamFixture first = new TeamFixture(folder, model, sandbox)) {
            id = first.started("A todo list", new TaskOptions(null, null, null, true, null, null));
            first.await(id, TaskState::needsPerson);
        }
        operator("prompts/engineer.md", "Four spaces.\n");
        try (TeamFixture second = new TeamFixture(folder, model, sandbox)) {
            second.engine().approve(id, true, null);
            assertThat(second.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
        assertThat(model.prompts(AgentRole.ENGINEER))
                .isNotEmpty()
                .allMatch(prompt -> prompt.system().endsWith("> Two spaces.\n"));
    }
}
