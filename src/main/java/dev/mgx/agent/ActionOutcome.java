package dev.mgx.agent;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of an action.
 *
 * @param observation for the model
 * @param changed the paths of files that are other than before
 * @param before what these files were, null for those that were not there; of texts only
 */
public record ActionOutcome(String observation, List<String> changed, Map<String, @Nullable String> before) {
    public ActionOutcome {
        changed = List.copyOf(changed);
    }
}
