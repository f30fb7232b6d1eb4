package dev.mgx.engine;

import dev.mgx.engine.queue.RunTakeover;
import dev.mgx.engine.run.RunTerminator;
import dev.mgx.store.Claim;
import dev.mgx.store.EndRecord;
import dev.mgx.store.Store;
import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.StaleEpoch;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.WaitingFor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All who ever had the run of one task, the one who has it now and those who come back late, each with the fence that
 * it was given. What each does is done to the real store.
 */
final class RunOwners {
    /** How a run stands whose owners are asked to wait for a person. */
    private static final WaitingFor PERSON = new WaitingFor("approval", Instant.EPOCH, null);

    private final Store store;
    private final RunTakeover takeovers;
    private final String taskId;
    private final List<Fence> fences = new CopyOnWriteArrayList<>();

    RunOwners(Store store) {
        this.store = store;
        RunTerminator terminator = new RunTerminator(
                store, new ConcurrentHashMap<>(), EngineFixture.QUICK.stopTimeout(), System::nanoTime);
        takeovers = new RunTakeover(store, terminator::endTakenOver);
        taskId = store.tasks().create(null, "Build it", TaskOptions.DEFAULT).id();
    }

    String taskId() {
        return taskId;
    }

    List<Fence> fences() {
        return fences;
    }

    /** Whoever asks first begins a run. */
    Optional<Claim> claim() {
        store.queue().enqueue(taskId, RunRequest.FRESH, 1);
        return kept(store.claims().claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started"))));
    }

    /** As a process does that finds the run of one that is no more. */
    Optional<Claim> takeOver() {
        return kept(takeovers.of(taskId));
    }

    private Optional<Claim> kept(Optional<Claim> claim) {
        claim.ifPresent(taken -> fences.add(taken.fence()));
        return claim;
    }

    /** As a stop or a deadline does. */
    boolean fence() {
        Optional<Fence> fence = store.claims().fence(taskId, new DecidedEnd(DecidedEnd.Kind.CANCELLED, "Stopped"));
        fence.ifPresent(fences::add);
        return fence.isPresent();
    }

    /** Whether the words of this owner were recorded. */
    boolean says(int owner, String words) {
        return recorded(owner, new AppendRequest(List.of(EventDraft.of(EventType.LOG, words)), List.of(), 0));
    }

    boolean asks(int owner) {
        EventDraft question = EventDraft.of(EventType.APPROVAL_REQUEST, "?").with("waiting_for", PERSON);
        return recorded(owner, new AppendRequest(List.of(question), List.of(), 0));
    }

    boolean finishesAStep(int owner, String name) {
        List<Change> step = List.of(new Change.StepBegun(1, name), new Change.StepFinished(1, name, "1"));
        return recorded(owner, new AppendRequest(List.of(), step, 0));
    }

    private boolean recorded(int owner, AppendRequest append) {
        try {
            store.journal().append(fences.get(owner), append);
            return true;
        } catch (StaleEpoch e) {
            return false;
        }
    }

    boolean ends(int owner) {
        List<EventDraft> events =
                List.of(EventDraft.of(EventType.RESULT, "It works"), EventDraft.of(EventType.TASK_COMPLETE, "Done"));
        try {
            store.claims().end(fences.get(owner), new EndRecord(events, 0, null, false));
            return true;
        } catch (StaleEpoch e) {
            return false;
        }
    }

    void beats(int owner, long usedMillis) {
        store.claims().used(fences.get(owner), usedMillis);
    }

    void handsOver(int owner) {
        store.claims().handOver(fences.get(owner), 0);
    }
}
