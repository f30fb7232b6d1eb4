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

/** What the body of a step may do: record events, save files, take messages. Only for the thread that runs the body. */
public final class Step {
    private final ActiveRun run;
    private final String name;
    private final int tryNumber;
    private final StepDeadline deadline;
    private final List<EventDraft> concludingEvents = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private @Nullable Long firstEventId;
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

    /** 1 for the first try, higher after a crash. */
    public int tryNumber() {
        return tryNumber;
    }

    /** Time left until the step or the run reaches its deadline; never negative. */
    public Duration timeLeft() {
        Duration ofRun = run.timeLeft();
        Duration ofStep = deadline.left();
        return ofStep.compareTo(ofRun) < 0 ? ofStep : ofRun;
    }

    /**
     * Records events; returns when they are durable.
     *
     * @throws InterruptedException when the run was ended from outside; do not catch it
     */
    public void emit(List<EventDraft> drafts) throws InterruptedException {
        List<Event> recorded =
                run.runJournal().append(drafts.stream().map(this::stamped).toList(), List.of());
        if (firstEventId == null && !recorded.isEmpty()) {
            firstEventId = recorded.getFirst().eventId();
        }
        for (Event event : recorded) {
            if (event.eventType() == EventType.AGENT_START) {
                agentStart = event.timestamp();
            }
        }
    }

    /** Records one event; returns when it is durable. */
    public void emit(EventDraft draft) throws InterruptedException {
        emit(List.of(draft));
    }

    /**
     * Records the usage of an interrupted step, as {@code usage} of the event: at once or, if the run is already
     * fenced, with its end. Ignores interrupts.
     */
    public void recordInterrupted(EventDraft draft) {
        run.recordInterrupted(stamped(draft));
    }

    /** Adds an event to be recorded in one transaction with the step's result. */
    public void conclude(EventDraft draft) {
        concludingEvents.add(draft);
    }

    /** Saves a file as a new version, in one transaction with the step's result. */
    public void save(ArtifactDraft draft) {
        changes.add(new Change.FileSaved(run.number(), run.newArtifactId(), draft));
    }

    /** Saves a file that is no text in the place of the one before, in one transaction with the step's result. */
    public void save(String path, byte[] content) {
        changes.add(new Change.BinarySaved(run.number(), path, content));
    }

    /** Takes a file out of the project, in one transaction with the step's result. */
    public void remove(String path) {
        changes.add(new Change.FileRemoved(run.number(), path));
    }

    /** Removes a person's message from the inbox, in one transaction with the step's result. */
    void take(long messageSeq) {
        changes.add(new Change.MessageTaken(messageSeq));
    }

    void finish(String resultJson) throws InterruptedException {
        changes.add(new Change.StepFinished(run.number(), name, resultJson));
        run.runJournal().append(concludingEvents.stream().map(this::stamped).toList(), changes);
    }

    private EventDraft stamped(EventDraft draft) {
        EventDraft stamped = draft.with("step", name).with("try", tryNumber);
        if (draft.type() == EventType.AGENT_COMPLETE && agentStart != null) {
            stamped = stamped.with("started_at", agentStart.toString());
        }
        return stamped.parentId() == null ? stamped.under(firstEventId) : stamped;
    }
}
