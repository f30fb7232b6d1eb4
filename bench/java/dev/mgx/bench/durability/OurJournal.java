package dev.mgx.bench.durability;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The store, with a running task for each producer. */
final class OurJournal implements AutoCloseable {
    private static final AppendRequest EVENT = new AppendRequest(
            List.of(EventDraft.of(EventType.LOG, "a line of some length, as events have it, about here")),
            List.of(),
            0);

    private final Store store;
    private final List<Claim> claims = new ArrayList<>();

    /** @param url of a schema, or null for SQLite in the folder */
    OurJournal(Path folder, @Nullable String url, int producers) {
        DatabaseUrl database = url == null ? DatabaseUrl.OF_DATA_FOLDER : DatabaseUrl.parse(url);
        store = Store.open(
                folder, database, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
        for (int i = 0; i < producers; i++) {
            String id = store.tasks().create(null, "bench", TaskOptions.DEFAULT).id();
            store.queue().enqueue(id, RunRequest.FRESH, producers);
            claims.add(store.claims()
                    .claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "start")))
                    .orElseThrow());
        }
    }

    void append(int producer) {
        store.journal().append(claims.get(producer).fence(), EVENT);
    }

    long events() {
        return claims.stream()
                .mapToLong(claim -> store.journal().last(claim.fence().taskId()))
                .sum();
    }

    /** What the database gets with each event: its text, and that of the state in the task's row. */
    Rows rows() {
        append(0);
        String task = claims.getFirst().fence().taskId();
        RecordedEvent last = store.journal().after(task, 0, 10).getLast();
        return new Rows(
                last.toString(),
                new String(store.journal().head(task).orElseThrow().stateJson(), StandardCharsets.UTF_8),
                claims.stream().map(claim -> claim.fence().taskId()).toList());
    }

    record Rows(String event, String state, List<String> tasks) {}

    @Override
    public void close() {
        store.close();
    }
}
