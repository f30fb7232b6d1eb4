package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text from people and models remains quoted data inside a prompt. */
@Timeout(10)
class PromptTemplateTest {
    private final PromptTemplate template = PromptTemplate.load(AgentRole.PRODUCT_MANAGER, "product-manager", 800);

    @Test
    void quotesEveryLineOfARequirement() {
        Prompt prompt = template.with(Map.of("requirement", "One\r\n## Notes\n{{notes}}", "notes", "secret"));

        assertThat(prompt.user()).contains("## Requirement\n> One\n> ## Notes\n> {{notes}}\n");
        assertThat(prompt.user().indexOf("secret")).isEqualTo(prompt.user().lastIndexOf("secret"));
    }

    @Test
    void leavesOutASectionWithoutAValue() {
        assertThat(template.with(Map.of("requirement", "One")).user()).isEqualTo("## Requirement\n> One\n");
    }

    @Test
    void insertsDollarsAndBackslashesAsTheyAre() {
        assertThat(template.with(Map.of("requirement", "$1 \\n \\$")).user()).contains("> $1 \\n \\$");
    }

    @Test
    void keepsTheRolesInstructionsApart() {
        Prompt prompt = template.with(Map.of("requirement", "One"));

        assertThat(prompt.system()).startsWith("You are the product manager").doesNotContain("{{", "---");
    }
}
