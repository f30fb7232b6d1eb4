package dev.mgx.cli.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The message of a commit that tells a step of a task: a function of what the journal says, so that it never varies. */
final class CommitMessage {
    /** As much as tools show of a first line (git-commit(1) asks for fewer than 50, and most take 72). */
    private static final int FIRST_LINE = 72;

    /** What would steer a terminal or reorder a line: all but the joiners of letters and the end of a line. */
    private static final Pattern STEERING =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n\\u200c\\u200d]]");

    private static final String ELLIPSIS = "…";

    private CommitMessage() {}

    /**
     * The sentence, the role that did it, and the task as a trailer.
     *
     * @param sentence of the event that told the step
     * @param role for people; empty if nobody of the team did it
     */
    static String of(String sentence, String role, int run, String taskId) {
        List<String> paragraphs = new ArrayList<>();
        String text = STEERING.matcher(sentence).replaceAll(" ").strip();
        String first = text.lines().findFirst().orElse("Change the project").strip();
        String cut = cut(first);
        paragraphs.add(cut);
        String rest = cut.equals(first)
                ? text.lines().skip(1).collect(Collectors.joining("\n")).strip()
                : text;
        if (!rest.isEmpty()) {
            paragraphs.add(rest);
        }
        paragraphs.add(role.isEmpty() ? "Run " + run : "%s, run %d".formatted(role, run));
        paragraphs.add("MGX-Task: " + taskId);
        return String.join("\n\n", paragraphs) + "\n";
    }

    private static String cut(String line) {
        if (line.codePointCount(0, line.length()) <= FIRST_LINE) {
            return line;
        }
        int end = line.offsetByCodePoints(0, FIRST_LINE - ELLIPSIS.length());
        int space = line.lastIndexOf(' ', end);
        return line.substring(0, space > 0 ? space : end).stripTrailing() + ELLIPSIS;
    }
}
