package dev.mgx.store.task;

import dev.mgx.task.Task;
import dev.mgx.task.TaskState;

/**
 * A consistent snapshot of a task and its state.
 *
 * @param state as far as it can be read
 */
public record TaskWithState(Task task, TaskState state) {}
