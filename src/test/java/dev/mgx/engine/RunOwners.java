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

/** The present and former owners of the run of one task, each with the fence it was given, acting on the real store. */
final class RunOwners {
    /** What a run waits for after {@link #asks}. */
    private static final WaitingFor PERSON = new WaitingFor("approval", Instant.EPOCH, null);

    private final Store store;
    private final RunTakeover takeover;
    private final String taskId;
    private final List<Fence> fences = new CopyOnWriteArrayList<>();

    RunOwners(Store store) {
        this.store = store;
        RunTerminator terminator = new RunTerminator(
                store, new ConcurrentHashMap<>(), EngineFixture.QUICK.stopTimeout(), System::nanoTime);
        takeover = new RunTakeover(store, terminator::endTakenOver);
        taskId = store.tasks().create(null, "Build it", TaskOptions.DEFAULT).id();
    }

    String taskId() {
        return taskId;
    }

    List<Fence> fences() {
        return fences;
    }

    /** Starts a run unless there is one. */
    Optional<Claim> claim() {
        store.queue().enqueue(taskId, RunRequest.FRESH, 1);
        return kept(store.claims().claimNext(offer -> List.of(EventDraft.of(EventType.TASK_START, "Started"))));
    }

    /** Takes the run over like the next process after a crash. */
    Optional<Claim> takeOver() {
        return kept(takeover.takeOver(taskId));
    }

    private Optional<Claim> kept(Optional<Claim> claim) {
        claim.ifPresent(taken -> fences.add(taken.fence()));
        return claim;
    }

    /** Fences the run like a stop or a deadline. */
    boolean fence() {
        Optional<Fence> fence = store.claims().fence(taskId, DecidedEnd.cancelled("Stopped"));
        fence.ifPresent(fences::add);
        return fence.isPresent();
    }

    /** Returns whether the message of this owner was recorded. */
    boolean says(int owner, String text) {
        return recorded(owner, new AppendRequest(List.of(EventDraft.of(EventType.LOG, text)), List.of(), 0));
    }

    boolean asks(int owner) {
        EventDraft request = EventDraft.of(EventType.APPROVAL_REQUEST, "?").with("waiting_for", PERSON);
        return recorded(owner, new AppendRequest(List.of(request), List.of(), 0));
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
