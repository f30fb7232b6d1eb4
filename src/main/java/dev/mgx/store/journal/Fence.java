package dev.mgx.store.journal;

/**
 * The right to write for a run: it holds as long as the task's epoch is this one. Whoever raises the
 * epoch shuts out everybody before.
 */
public record Fence(String taskId, long epoch) {}
