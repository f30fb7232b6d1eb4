package dev.mgx.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run is waiting for, so that a quiet task is never a riddle.
 *
 * @param what a few words a person can read: "approval of the plan"
 * @param since when the wait began
 * @param until when it ends by itself, or null where it has no end of its own
 */
public record WaitingFor(
        String what, Instant since, @Nullable Instant until) {}
