package dev.mgx.team.role;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The fenced blocks of a model's answer, found line by line, so that no answer takes longer than it is long. */
public final class Fences {
    private static final String MARK = "```";
    /** Where a fence opens behind words on its line. */
    private static final Pattern OPENS_AT_END = Pattern.compile("[^`]*```\\w*\\s*");

    private Fences() {}

    /** Their contents, in order, each line ended; one that is not closed by a line of its own is none. */
    public static List<String> in(String answer) {
        List<String> contents = new ArrayList<>();
        StringBuilder inside = null;
        for (String line : answer.lines().toList()) {
            if (inside == null) {
                inside = opens(line) ? new StringBuilder() : null;
            } else if (line.strip().equals(MARK)) {
                contents.add(inside.toString());
                inside = null;
            } else {
                inside.append(line).append('\n');
            }
        }
        return contents;
    }

    private static boolean opens(String line) {
        return line.stripLeading().startsWith(MARK)
                || OPENS_AT_END.matcher(line).matches();
    }
}
