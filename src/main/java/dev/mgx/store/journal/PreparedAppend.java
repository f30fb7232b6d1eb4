package dev.mgx.store.journal;

import dev.mgx.task.EventDraft;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append whose events are folded and written as JSON ahead, on the thread that wants them recorded, after the state that
 * is known then. Where the journal has gone on meanwhile they are made again. For one thread at a time.
 */
final class PreparedAppend {
    private static final Logger log = LoggerFactory.getLogger(PreparedAppend.class);

    private final AppendRequest request;
    private final Supplier<Instant> now;
    private @Nullable KnownState before;
    private JournalPosition.@Nullable Recorded recorded;

    PreparedAppend(AppendRequest request, Supplier<Instant> now) {
        this.request = request;
        this.now = now;
    }

    AppendRequest request() {
        return request;
    }

    /** Makes them ahead. Not where files are saved: events tell of versions that only the database knows. */
    void prepare(KnownState known) {
        if (request.events().isEmpty() || savesFiles()) {
            return;
        }
        try {
            recorded = known.record(request.events(), now.get());
            before = known;
        } catch (RuntimeException e) { // refused in its turn: first the fence is asked
            log.trace("Not made ahead", e);
        }
    }

    /**
     * The events after this state.
     *
     * @param drafts those of the request, completed by what the database knows
     */
    JournalPosition.Recorded after(KnownState known, List<EventDraft> drafts, Instant now) {
        JournalPosition.Recorded made = recorded;
        return made != null && before != null && before.isAt(known.lastSeq(), known.epoch())
                ? made
                : known.record(drafts, now);
    }

    private boolean savesFiles() {
        return request.changes().stream().anyMatch(Change.FileSaved.class::isInstance);
    }
}
