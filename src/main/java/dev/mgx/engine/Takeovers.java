package dev.mgx.engine;

import dev.mgx.store.Append;
import dev.mgx.store.Claim;
import dev.mgx.store.RunEnding;
import dev.mgx.store.Store;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.util.List;
import java.util.Optional;

/** Takes over the runs that a process left behind. */
record Takeovers(Store store, Conductor conductor) {
    /** How many takeovers without a newly finished step end a run: a poisonous one must not crash the server for ever. */
    private static final int POISON = 3;

    /** Takes a run over to be gone on with; empty for one that is over, or that needs nothing but its end, which it gets. */
    Optional<Claim> of(String taskId) {
        Optional<Claim> taken = store.claims().takeOver(taskId);
        if (taken.isEmpty()) {
            return taken;
        }
        Claim claim = taken.get();
        RunEnding ending = claim.ending() == null ? poisoned(claim).orElse(null) : claim.ending();
        if (ending == null) {
            announce(claim);
            return taken;
        }
        try {
            conductor.recordEnd(claim.fence(), ending, claim.usedMillis(), List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next start finds it as this one did
        }
        return Optional.empty();
    }

    private static Optional<RunEnding> poisoned(Claim claim) {
        if (claim.takeovers() < POISON || claim.state().waitingFor() != null) {
            return Optional.empty();
        }
        return Optional.of(new RunEnding(
                RunEnding.Kind.FAILED,
                "The server stopped %d times in this run before a step was finished; giving up"
                        .formatted(claim.takeovers())));
    }

    private void announce(Claim claim) {
        int attempt = claim.state().attempt() + 1;
        EventDraft resumed = EventDraft.of(EventType.LOG, "Resumed after an interruption, attempt " + attempt)
                .with("status", "resumed")
                .with("attempt", attempt);
        store.journal().append(claim.fence(), new Append(List.of(resumed), List.of(), claim.usedMillis()));
    }
}
