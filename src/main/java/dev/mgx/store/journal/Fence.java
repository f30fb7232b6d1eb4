package dev.mgx.store.journal;

import dev.mgx.store.sql.Sql;

/**
 * The right to write for a run, valid while the task has this epoch. Raising the epoch invalidates all earlier fences.
 */
public record Fence(String taskId, long epoch) {
    /**
     * Checks in a transaction that it holds, and that it holds until the commit.
     *
     * @throws StaleEpoch if it does not
     */
    public void require(Sql sql) {
        if (sql.update("UPDATE task SET epoch = epoch WHERE id = ? AND epoch = ?", taskId, epoch) == 0) {
            throw new StaleEpoch(this);
        }
    }
}
