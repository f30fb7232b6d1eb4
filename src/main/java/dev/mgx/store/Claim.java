package dev.mgx.store;

import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task that was taken to be run, and what its runner needs to know.
 *
 * @param state after what the claim itself recorded
 * @param usedMillis the run time used before
 * @param takeovers how often the run was taken over since its last finished step
 * @param ending the end that was decided before a crash and is still to be recorded, or null
 */
public record Claim(
        Fence fence,
        Task task,
        TaskState state,
        RunRequest request,
        long usedMillis,
        int takeovers,
        @Nullable DecidedEnd ending) {}
