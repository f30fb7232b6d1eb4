package dev.mgx.team.check;

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
    /** The changes sorted by ID, for a stable serialization; null becomes empty. */
    public static Map<String, CheckChange> inOrder(@Nullable Map<String, CheckChange> changes) {
        return changes == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(changes));
    }
}
