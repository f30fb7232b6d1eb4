package dev.mgx.operator;

/**
 * How something is done, in the form of <a href="https://agentskills.io/specification">Agent Skills</a>.
 *
 * @param name of its folder too
 * @param description what it is for
 * @param text the instructions, in Markdown
 */
public record Skill(String name, String description, String text) {
    String line() {
        return "%s: %s".formatted(name, description);
    }

    String whole() {
        return "%s\n\n%s".formatted(line(), text.strip());
    }
}
