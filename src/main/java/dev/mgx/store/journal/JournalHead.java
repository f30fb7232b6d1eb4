package dev.mgx.store.journal;

import dev.mgx.json.Json;
import dev.mgx.task.TaskState;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a task's journal stands. Immutable and thread-safe; nobody writes to the array. */
public final class JournalHead {
    private final TaskState state;
    private final boolean over;
    private byte @Nullable [] stateJson; // guarded by this; made when it is first asked for

    /** The head after the last event of {@code state}. */
    public JournalHead(TaskState state, boolean over) {
        this(state, over, null);
    }

    /** The same where the state has been written already. */
    JournalHead(TaskState state, boolean over, byte @Nullable [] stateJson) {
        this.state = state;
        this.over = over;
        this.stateJson = stateJson;
    }

    /** The state after the last event. */
    public TaskState state() {
        return state;
    }

    /** The last event recorded; 0 before the first. */
    public long lastEventId() {
        return state.lastEventId();
    }

    /** Whether nothing more is to come: terminal, and not waiting to run again. */
    public boolean over() {
        return over;
    }

    /** The state as on the wire, in UTF-8; made once. */
    public synchronized byte[] stateJson() {
        byte[] made = stateJson;
        if (made == null) {
            made = Json.write(state).getBytes(StandardCharsets.UTF_8);
            stateJson = made;
        }
        return made;
    }
}
