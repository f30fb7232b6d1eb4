package dev.mgx.store;

import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A claimed run and what its executor needs to know.
 *
 * @param state after the events recorded with the claim
 * @param usedMillis run time already used
 * @param takeovers takeovers since the last finished step
 * @param ending the end decided before a crash but not yet recorded, or null
 */
public record Claim(
        Fence fence,
        Task task,
        TaskState state,
        RunRequest request,
        long usedMillis,
        int takeovers,
        @Nullable DecidedEnd ending) {}
