package dev.mgx.projection;

import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.Event;
import dev.mgx.task.EventType;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Why files were changed, as the results of a task's runs say, folded from the events; a run from nothing begins without. */
public final class ChangeReasons {
    /** Events of these types say nothing of it, nor of which runs there are. */
    public static final Set<EventType> LEFT_OUT = Set.copyOf(EnumSet.complementOf(EnumSet.of(
            EventType.TASK_START,
            EventType.RESULT,
            EventType.ERROR,
            EventType.TASK_COMPLETE,
            EventType.TASK_ERROR,
            EventType.TASK_CANCELLED)));

    private final Map<String, String> reasons = new HashMap<>();

    /** Takes the next event of the task. */
    public void add(RecordedEvent recorded) {
        if (recorded.type() == EventType.TASK_START
                || recorded.type() == EventType.RESULT
                || recorded.type() == EventType.ERROR) {
            add(recorded.event());
        }
    }

    private void add(Event event) {
        if ("FRESH".equals(event.payload().get("kind"))) {
            reasons.clear();
        }
        if (event.payload().get("final_result") instanceof Map<?, ?> result
                && result.get("reasons") instanceof Map<?, ?> said) {
            said.forEach((path, reason) -> reasons.put(String.valueOf(path), String.valueOf(reason)));
        }
    }

    /** Why a file was changed; null if nobody said so. */
    @Nullable
    String of(String path) {
        return reasons.get(path);
    }
}
