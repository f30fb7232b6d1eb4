package dev.mgx.engine.queue;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Takes over runs that another process left active.
 *
 * @param end ends a run that was taken over only to be ended
 */
public record RunTakeover(Store store, BiConsumer<Claim, DecidedEnd> end) {
    /**
     * After how many takeovers without a newly finished step a run fails, so that one that crashes the server is not
     * retried forever.
     */
    private static final int MAX_TAKEOVERS = 3;

    /** Takes a run over to be resumed. Empty if the run is over, or if it only had to be ended, which this does. */
    public Optional<Claim> takeOver(String taskId) {
        Optional<Claim> taken = store.claims().takeOver(taskId, RunTakeover::resumeEvents);
        Optional<DecidedEnd> required = taken.flatMap(RunTakeover::requiredEnd);
        if (required.isEmpty()) {
            return taken;
        }
        taken.ifPresent(claim -> end.accept(claim, required.get()));
        return Optional.empty();
    }

    /** The end that the run needs: one decided before the crash, or failure after too many takeovers. */
    private static Optional<DecidedEnd> requiredEnd(Claim claim) {
        DecidedEnd decided = claim.ending();
        if (decided != null) {
            return Optional.of(decided);
        }
        if (claim.takeovers() < MAX_TAKEOVERS || claim.state().waitingFor() != null) {
            return Optional.empty();
        }
        return Optional.of(DecidedEnd.failed(
                ErrorType.INTERNAL,
                "The server stopped %d times in this run before a step was finished; giving up"
                        .formatted(claim.takeovers())));
    }

    /** Recorded in one transaction with the takeover, so that every counted takeover has its event. */
    private static List<EventDraft> resumeEvents(Claim claim) {
        if (requiredEnd(claim).isPresent()) {
            return List.of();
        }
        int attempt = claim.state().attempt() + 1;
        return List.of(EventDraft.of(EventType.LOG, "Resumed after an interruption, attempt " + attempt)
                .with("status", "resumed")
                .with("attempt", attempt));
    }
}
