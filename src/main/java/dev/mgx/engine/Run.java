package dev.mgx.engine;

import dev.mgx.task.EventDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a task, as its workflow sees it. */
@SuppressWarnings("DoNotCallSuggester")
public final class Run {
    public Task task() { throw new UnsupportedOperationException(); }
    /** 1, 2, … */
    public int number() { throw new UnsupportedOperationException(); }
    public RunRequest request() { throw new UnsupportedOperationException(); }
    /** The journaled result of the step of this name, or runs it and journals it. */
    public <T> T step(String name, Class<T> type, StepBody<T> body) throws InterruptedException { throw new UnsupportedOperationException(); }
    /** The same with a deadline of its own for the step. */
    public <T> T step(String name, Class<T> type, Duration deadline, StepBody<T> body) throws InterruptedException { throw new UnsupportedOperationException(); }
    /** Does pieces of work at the same time; returns their results in order when all are done; the first failure cancels the rest. */
    public <T> List<T> sideBySide(List<Callable<T>> pieces) throws InterruptedException { throw new UnsupportedOperationException(); }
    /**
     * Waits, durably, for what a person sends on {@code channel} ("messages", "approval").
     * The wait does not count as run time; it shows as waiting_for. {@code request} (if not null) is recorded when the wait begins.
     * Empty when nothing came within {@code timeout}.
     */
    public Optional<Map<String, @Nullable Object>> receive(String stepName, String channel, Duration timeout, EventDraft request) throws InterruptedException { throw new UnsupportedOperationException(); }
    /** What people have sent on the channel and nobody has taken yet; a journaled step that does not wait. */
    public List<Map<String, @Nullable Object>> drain(String stepName, String channel) throws InterruptedException { throw new UnsupportedOperationException(); }
    /** The files of this run as of now (path to content), those of the run before for a run that keeps files. Read it inside a step. */
    public Map<String, String> files() { throw new UnsupportedOperationException(); }
}
