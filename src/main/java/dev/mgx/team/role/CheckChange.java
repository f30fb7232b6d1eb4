package dev.mgx.team.role;

import dev.mgx.task.AgentRole;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * That the test of a check was written anew after it had failed.
 *
 * @param by the role that did it, by its name on the wire
 * @param reason why it was to be changed
 */
public record CheckChange(String by, String reason) {
    /** As much of a person's wish as says what it was about. */
    private static final int LONGEST_WISH = 300;

    /** One that a person asked for, in a message or for the file itself. */
    static CheckChange asked(String wish) {
        String line = wish.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        String kept = line.codePointCount(0, line.length()) <= LONGEST_WISH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_WISH)) + "…";
        return new CheckChange(AgentRole.QA_ENGINEER.toString(), "It was asked for: " + kept);
    }

    /** The changes in the order of their ids, so that the same ones are always written the same; none where there are none. */
    public static Map<String, CheckChange> inOrder(@Nullable Map<String, CheckChange> changes) {
        return changes == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(changes));
    }
}
