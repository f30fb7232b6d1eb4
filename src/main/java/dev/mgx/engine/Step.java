package dev.mgx.engine;

import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import java.time.Duration;
import java.util.List;

/** What the body of a step may do to the world. */
@SuppressWarnings("DoNotCallSuggester")
public final class Step {
    /** The step's name, unique within the run. */
    public String name() { throw new UnsupportedOperationException(); }
    /** 1 for the first try, more after crashes. */
    public int tryNumber() { throw new UnsupportedOperationException(); }
    /** What is left until the step or its run is ended, never negative. */
    public Duration timeLeft() { throw new UnsupportedOperationException(); }
    /** Records events now; returns when they are durable. */
    public void emit(List<EventDraft> drafts) { throw new UnsupportedOperationException(); }
    /** Records one event now. */
    public void emit(EventDraft draft) { throw new UnsupportedOperationException(); }
    /** Adds an event to those recorded in one transaction with the step's result. */
    public void conclude(EventDraft draft) { throw new UnsupportedOperationException(); }
    /** Keeps a file as a new version, in one transaction with the step's result; returns nothing yet: see conclude. */
    public void save(ArtifactDraft draft) { throw new UnsupportedOperationException(); }
    /** Has {@code action} called when the run is ended from outside while this step runs: close, kill. */
    public void onCancel(Runnable action) { throw new UnsupportedOperationException(); }
}
