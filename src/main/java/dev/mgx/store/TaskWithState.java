package dev.mgx.store;

import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * A task and its state, both of the same moment.
 *
 * @param state null where what is kept of it cannot be read
 */
public record TaskWithState(Task task, @Nullable TaskState state) {}
