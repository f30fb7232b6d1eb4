package dev.mgx.operator;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a skill: YAML between two lines of three dashes, and Markdown. Other keys than a name and a description say nothing here. */
final class SkillFile {
    /** As the specification bounds them, https://agentskills.io/specification. */
    private static final int LONGEST_NAME = 64;

    private static final int LONGEST_DESCRIPTION = 1024;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]++(?:-[a-z0-9]++)*+");

    private static final String BEGIN = "---\n";
    private static final String END = "\n---\n";

    private SkillFile() {}

    /**
     * Reads one.
     *
     * @param folder the name of its folder
     * @throws IllegalArgumentException if it is none; the message is one clause about the file
     */
    static Skill read(String folder, String text) {
        String lines = text.replace("\r\n", "\n") + "\n";
        int end = lines.indexOf(END, BEGIN.length() - 1);
        if (!lines.startsWith(BEGIN) || end < 0) {
            throw new IllegalArgumentException(
                    "must begin with a line ---, its name and description in YAML, and a line ---");
        }
        JsonNode front = yaml(lines.substring(BEGIN.length(), end + 1));
        String name = text(front, "name", LONGEST_NAME);
        if (!name.equals(folder) || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "has the name '%s', but a name is that of the folder, %s, in small letters, digits and single hyphens"
                            .formatted(name, folder));
        }
        return new Skill(
                name,
                text(front, "description", LONGEST_DESCRIPTION).replaceAll("\\s++", " "),
                lines.substring(end + END.length()));
    }

    private static JsonNode yaml(String front) {
        try {
            return YAMLMapper.shared().readTree(front);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "has no YAML between its two lines ---: "
                            + String.valueOf(e.getOriginalMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("it cannot be read"),
                    e);
        }
    }

    private static String text(JsonNode front, String key, int longest) {
        JsonNode value = front.path(key);
        String text = value.isValueNode() && !value.isNull() ? value.asString().strip() : "";
        if (text.isEmpty() || text.length() > longest) {
            throw new IllegalArgumentException("needs a %s of 1 to %,d characters between its two lines ---; it has %s"
                    .formatted(key, longest, text.isEmpty() ? "none" : "%,d".formatted(text.length())));
        }
        return text;
    }
}
