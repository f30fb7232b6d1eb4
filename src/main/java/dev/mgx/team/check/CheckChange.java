package dev.mgx.team.check;

import dev.mgx.task.AgentRole;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records that the test of a check was rewritten after it had failed.
 *
 * @param by the role that did it, by its API name
 * @param reason why it was changed
 */
public record CheckChange(String by, String reason) {
    /** The maximum length of the quoted request. */
    private static final int LONGEST_WISH = 300;

    /** A change that a person requested, in a message or as an edit of the file. */
    public static CheckChange asked(String request) {
        String line = request.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        String kept = line.codePointCount(0, line.length()) <= LONGEST_WISH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_WISH)) + "…";
        return new CheckChange(AgentRole.QA_ENGINEER.toString(), "It was asked for: " + kept);
    }

    /** The changes sorted by ID, for a stable serialization; null becomes empty. */
    public static Map<String, CheckChange> inOrder(@Nullable Map<String, CheckChange> changes) {
        return changes == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(changes));
    }
}
