package dev.mgx.team.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the fenced blocks of a model's answer, in linear time. */
public final class Fences {
    private static final String MARK = "```";
    /** A fence that opens after text on the same line. */
    private static final Pattern OPENS_AT_END = Pattern.compile("[^`]*```\\w*\\s*");

    private Fences() {}

    /** The contents in order, every line terminated; a block without a closing line is ignored. */
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
