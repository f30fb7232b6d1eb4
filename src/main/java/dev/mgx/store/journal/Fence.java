package dev.mgx.store.journal;

/**
 * The right to write for a run, valid while the task has this epoch. Raising the epoch invalidates all earlier fences.
 */
public record Fence(String taskId, long epoch) {}
