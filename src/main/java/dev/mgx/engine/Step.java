package dev.mgx.engine;

import dev.mgx.engine.run.ActiveRun;
import dev.mgx.engine.run.StepDeadline;
import dev.mgx.store.journal.Change;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the body of a step may do to the world. For the thread that runs the body alone. */
public final class Step {
    private final ActiveRun run;
    private final String name;
    private final int tryNumber;
    private final StepDeadline deadline;
    private final List<EventDraft> concluding = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private @Nullable Long startEvents;
    private @Nullable Instant agentStart;

    Step(ActiveRun run, String name, int tryNumber, StepDeadline deadline) {
        this.run = run;
        this.name = name;
        this.tryNumber = tryNumber;
        this.deadline = deadline;
    }

    /** The step's name, unique within the run. */
    public String name() {
        return name;
    }

    /** 1 for the first try, more after crashes. */
    public int tryNumber() {
        return tryNumber;
    }

    /** What is left until the step or its run is ended from outside; never negative. */
    public Duration timeLeft() {
        Duration ofRun = run.timeLeft();
        Duration ofStep = deadline.left();
        return ofStep.compareTo(ofRun) < 0 ? ofStep : ofRun;
    }

    /**
     * Records events now; returns when they are durable.
     *
     * @throws InterruptedException when the run was ended from outside; let it through
     */
    public void emit(List<EventDraft> drafts) throws InterruptedException {
        List<Event> recorded =
                run.runJournal().append(drafts.stream().map(this::stamped).toList(), List.of());
        if (startEvents == null && !recorded.isEmpty()) {
            startEvents = recorded.getFirst().eventId();
        }
        for (Event event : recorded) {
            if (event.eventType() == EventType.AGENT_START) {
                agentStart = event.timestamp();
            }
        }
    }

    /** Records one event now; returns when it is durable. */
    public void emit(EventDraft draft) throws InterruptedException {
        emit(List.of(draft));
    }

    /**
     * Records what an interrupted step used up, as {@code usage} of the event: at once or, where the run's end has
     * been decided and the journal takes nothing else of it, with that end. Hears no interrupt.
     */
    public void recordInterrupted(EventDraft draft) {
        run.recordInterrupted(stamped(draft));
    }

    /** Has an event recorded in one transaction with the step's result. */
    public void conclude(EventDraft draft) {
        concluding.add(draft);
    }

    /** Keeps a file as a new version, in one transaction with the step's result. */
    public void save(ArtifactDraft draft) {
        changes.add(new Change.FileSaved(run.number(), run.newArtifactId(), draft));
    }

    /** Takes a person's message out of the inbox, in one transaction with the step's result. */
    void take(long messageSeq) {
        changes.add(new Change.MessageTaken(messageSeq));
    }

    void finish(String resultJson) throws InterruptedException {
        changes.add(new Change.StepFinished(run.number(), name, resultJson));
        run.runJournal().append(concluding.stream().map(this::stamped).toList(), changes);
    }

    private EventDraft stamped(EventDraft draft) {
        EventDraft stamped = draft.with("step", name).with("try", tryNumber);
        if (draft.type() == EventType.AGENT_COMPLETE && agentStart != null) {
            stamped = stamped.with("started_at", agentStart.toString());
        }
        return stamped.parentId() == null ? stamped.under(startEvents) : stamped;
    }
}
