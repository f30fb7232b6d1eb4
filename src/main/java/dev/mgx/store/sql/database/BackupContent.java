package dev.mgx.store.sql.database;

/** What a backup holds. */
public record BackupContent(long tasks, long events, long bytes) {
    @Override
    public String toString() {
        return "%,d tasks with %,d events, %,d KB".formatted(tasks, events, (bytes + 1023) / 1024);
    }
}
