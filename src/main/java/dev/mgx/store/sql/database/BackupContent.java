package dev.mgx.store.sql.database;

/** What a backup holds. */
public record BackupContent(long tasks, long events, long bytes) {
    @Override
    public String toString() {
        return "%,d %s with %,d events, %,d KB"
                .formatted(tasks, tasks == 1 ? "task" : "tasks", events, (bytes + 1023) / 1024);
    }
}
