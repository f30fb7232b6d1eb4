package dev.mgx.store.task;

import dev.mgx.task.Task;
import dev.mgx.task.TaskState;

/**
 * A task and its state, both of the same moment.
 *
 * @param state as far as it can be read
 */
public record TaskWithState(Task task, TaskState state) {}
