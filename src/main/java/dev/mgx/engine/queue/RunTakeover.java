package dev.mgx.engine.queue;

import dev.mgx.store.Claim;
import dev.mgx.store.Store;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Takes over the runs that a process left behind.
 *
 * @param end has a run ended that was taken over for nothing else
 */
public record RunTakeover(Store store, BiConsumer<Claim, DecidedEnd> end) {
    /** How many takeovers without a newly finished step end a run: a poisonous one must not crash the server for ever. */
    private static final int POISON = 3;

    /** Takes a run over to be gone on with; empty for one that is over, or that needs nothing but its end, which it gets. */
    public Optional<Claim> of(String taskId) {
        Optional<Claim> taken = store.claims().takeOver(taskId, RunTakeover::announcement);
        Optional<DecidedEnd> ending = taken.flatMap(RunTakeover::ending);
        if (ending.isEmpty()) {
            return taken;
        }
        taken.ifPresent(claim -> end.accept(claim, ending.get()));
        return Optional.empty();
    }

    /** The end that a run needs, decided before the process ended or by how often that happened. */
    private static Optional<DecidedEnd> ending(Claim claim) {
        DecidedEnd decided = claim.ending();
        if (decided != null) {
            return Optional.of(decided);
        }
        if (claim.takeovers() < POISON || claim.state().waitingFor() != null) {
            return Optional.empty();
        }
        return Optional.of(new DecidedEnd(
                DecidedEnd.Kind.FAILED,
                "The server stopped %d times in this run before a step was finished; giving up"
                        .formatted(claim.takeovers())));
    }

    /** Recorded in one transaction with the takeover: one that is not told of is not counted. */
    private static List<EventDraft> announcement(Claim claim) {
        if (ending(claim).isPresent()) {
            return List.of();
        }
        int attempt = claim.state().attempt() + 1;
        return List.of(EventDraft.of(EventType.LOG, "Resumed after an interruption, attempt " + attempt)
                .with("status", "resumed")
                .with("attempt", attempt));
    }
}
