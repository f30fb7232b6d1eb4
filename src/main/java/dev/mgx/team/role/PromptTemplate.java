package dev.mgx.team.role;

import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import dev.mgx.team.answer.FormEcho;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role's prompt from a resource file: the system prompt, a line {@code ---}, and the user prompt in sections with
 * placeholders. The text before a placeholder on its line is repeated before every line of the value, so that
 * {@code > {{requirement}}} quotes it and nothing in it can pass for a section. A section whose placeholders are all
 * empty is omitted. Inserted values are not scanned for placeholders. The schema may have placeholders for numbers.
 *
 * @param answerTokens the most tokens that an answer needs
 */
public record PromptTemplate(
        AgentRole role,
        String system,
        String user,
        @Nullable String answerSchema,
        int answerTokens) {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?m)^(?<before>> )?\\{\\{(?<line>\\w+)}}$|\\{\\{(?<word>\\w+)}}");
    private static final Pattern SECTION_START = Pattern.compile("(?m)^(?=## )");

    /** Loads a prompt whose answer is plain text. */
    public static PromptTemplate load(AgentRole role, String name, int answerTokens) {
        String text = resource("prompts/" + name + ".md");
        int line = text.indexOf("\n---\n");
        return new PromptTemplate(role, text.substring(0, line + 1), text.substring(line + 5), null, answerTokens);
    }

    /** Loads a prompt whose answer must match a JSON Schema, a resource file too, whose texts have no blanks. */
    public static PromptTemplate load(AgentRole role, String name, String schema, int answerTokens) {
        PromptTemplate plain = load(role, name, answerTokens);
        return new PromptTemplate(
                role,
                plain.system,
                plain.user,
                resource("schemas/" + schema + ".json").replaceAll("\\s+", ""),
                answerTokens);
    }

    /** The words of its example, which an answer about {@code task} must not repeat. */
    public FormEcho form(String task) {
        return FormEcho.of(system, task);
    }

    private static String resource(String resource) {
        try (InputStream in = PromptTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + resource, e);
        }
    }

    /** The prompt with all placeholders filled; those without a value are empty. */
    Prompt with(Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        for (String section : SECTION_START.split(user, -1)) {
            append(section, values, filled);
        }
        @Nullable String schema = answerSchema;
        for (Map.Entry<String, String> value : values.entrySet()) {
            schema = schema == null ? null : schema.replace("{{" + value.getKey() + "}}", value.getValue());
        }
        return new Prompt(role, system, filled.toString().strip() + "\n", schema, answerTokens, null);
    }

    private static void append(String section, Map<String, String> values, StringBuilder filled) {
        StringBuilder text = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(section);
        int copied = 0;
        boolean hasPlaces = false;
        boolean hasValues = false;
        while (placeholder.find()) {
            boolean wholeLine = placeholder.group("line") != null;
            String value = values.getOrDefault(wholeLine ? placeholder.group("line") : placeholder.group("word"), "");
            hasPlaces = true;
            hasValues |= !value.isBlank();
            text.append(section, copied, placeholder.start());
            text.append(wholeLine ? prefixed(placeholder.group("before") == null ? "" : "> ", value) : value);
            copied = placeholder.end();
        }
        if (hasValues || !hasPlaces) {
            filled.append(text).append(section, copied, section.length());
        }
    }

    private static String prefixed(String prefix, String value) {
        return prefix + value.replaceAll("\r?\n", "\n" + prefix);
    }

    /** A follow-up prompt after an unusable answer. */
    static Prompt correcting(Prompt prompt, String answer, String complaint) {
        return new Prompt(
                prompt.role(),
                prompt.system(),
                prompt.user()
                        + "\n## Your last answer\n" + prefixed("> ", answer)
                        + "\n\n## Why it could not be used\n" + prefixed("> ", complaint)
                        + "\n\nAnswer again, whole, in the form that was asked for.\n",
                prompt.answerSchema(),
                prompt.answerTokens(),
                prompt.temperature());
    }
}
