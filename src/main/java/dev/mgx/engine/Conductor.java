package dev.mgx.engine;

import dev.mgx.json.MalformedJson;
import dev.mgx.store.Claim;
import dev.mgx.store.Claims;
import dev.mgx.store.Fence;
import dev.mgx.store.Overtaken;
import dev.mgx.store.RunEnd;
import dev.mgx.store.RunEnding;
import dev.mgx.store.Store;
import dev.mgx.store.WriteRefused;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings runs to their end: by their workflow, or from outside. It knows every run that is under way in
 * this process. Thread-safe.
 */
final class Conductor {
    private static final Logger log = LoggerFactory.getLogger(Conductor.class);

    private final Store store;
    private final Workflow workflow;
    private final EngineLimits limits;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, ActiveRun> active = new ConcurrentHashMap<>();

    Conductor(Store store, Workflow workflow, EngineLimits limits, Clock clock, LongSupplier nanoTime) {
        this.store = store;
        this.workflow = workflow;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    Map<String, ActiveRun> active() {
        return active;
    }

    /** @param place is given back when the run is over */
    void start(Claim claim, Places.Place place) {
        Integer seconds = claim.task().options().maxDurationSeconds();
        Duration allowed = seconds == null ? limits.taskDuration() : Duration.ofSeconds(seconds);
        ActiveRun run = new ActiveRun(store, claim, allowed, place, nanoTime);
        active.put(claim.task().id(), run);
        log.info(
                "Task {}: run {} is under way, attempt {}",
                claim.task().id(),
                run.number(),
                claim.state().attempt());
        run.threads().start("workflow", () -> conduct(run));
    }

    private void conduct(ActiveRun run) {
        try {
            Outcome outcome = outcome(run);
            try {
                record(run, outcome);
            } catch (WriteRefused | MalformedJson e) {
                log.error(
                        "Task {}: the result of its run cannot be recorded",
                        run.task().id(),
                        e);
                record(run, new Outcome.Failed("The result of the run cannot be recorded: " + e.getMessage(), null));
            }
            close(run);
        } catch (InterruptedException e) {
            // Somebody ends this run from outside, or it is left for a later start.
            log.debug("Task {}: the workflow was cut short", run.task().id());
        } catch (Overtaken e) {
            log.debug("Task {}: {}", run.task().id(), e.getMessage());
            if (!run.decided()) {
                close(run); // nobody here ends it: it was ended or taken elsewhere
            }
        }
    }

    private Outcome outcome(ActiveRun run) throws InterruptedException {
        try {
            return workflow.run(new Run(run, clock));
        } catch (StepFailed e) {
            // A call that was given the time that was left fails as the deadline comes: that is the reason.
            String reason = run.missedDeadline().map(RunEnding::reason).orElse(String.valueOf(e.getMessage()));
            return new Outcome.Failed(reason, null);
        } catch (InterruptedException | Overtaken e) {
            throw e;
        } catch (OutOfMemoryError e) {
            log.error("Task {}: out of memory: {}", run.task().id(), e.getMessage());
            return new Outcome.Failed(
                    "The server ran out of memory in this run (%s); resume it with more, such as MGX_JAVA_OPTS=-Xmx2g"
                            .formatted(e.getMessage()),
                    null);
        } catch (RuntimeException | Error e) {
            // Whatever a workflow does, its task gets an end and a reason.
            log.error("Task {}: the workflow failed unexpectedly", run.task().id(), e);
            return new Outcome.Failed("The run failed unexpectedly: " + e, null);
        }
    }

    private void record(ActiveRun run, Outcome outcome) throws InterruptedException {
        String id = run.task().id();
        List<EventDraft> events = switch (outcome) {
            case Outcome.Succeeded(String summary, var result) ->
                List.of(
                        EventDraft.of(EventType.RESULT, summary).with("final_result", result),
                        EventDraft.of(EventType.TASK_COMPLETE, "Task completed"));
            case Outcome.Failed(String reason, var result) ->
                List.of(
                        EventDraft.of(EventType.ERROR, reason).with("final_result", result),
                        EventDraft.of(EventType.TASK_ERROR, reason));
        };
        String summary = switch (outcome) {
            case Outcome.Succeeded succeeded -> succeeded.summary();
            case Outcome.Failed failed -> failed.reason();
        };
        Recorder.untilEnded(() -> {
            RunEnd end =
                    new RunEnd(events, run.time().used().toMillis(), summary, outcome instanceof Outcome.Succeeded);
            store.claims().end(run.claim().fence(), end);
            return true;
        });
        log.info(
                "Task {}: run {} ended, {}",
                id,
                run.number(),
                outcome instanceof Outcome.Succeeded ? "SUCCEEDED" : "FAILED");
    }

    /**
     * Ends a run from outside: first the fence, so that nothing it does later is recorded; then its work
     * is cut short, whether or not it cooperates; then the end is recorded. Returns when it is, or at
     * once when somebody else has decided an end.
     */
    void end(ActiveRun run, RunEnding ending) throws InterruptedException {
        if (!run.decide(ending)) {
            return;
        }
        String id = run.task().id();
        Optional<Fence> fence = Recorder.untilEnded(() -> store.claims().shutOut(id, ending));
        List<String> left = cut(run);
        if (fence.isPresent()) {
            recordEnd(fence.get(), ending, run.time().used().toMillis(), left);
        }
        close(run);
    }

    /** Ends the work of a run whose task is about to be gone, and records nothing but that it has no say any more. */
    void discard(ActiveRun run) throws InterruptedException {
        RunEnding ending = new RunEnding(RunEnding.Kind.CANCELLED, "Task was deleted");
        if (run.decide(ending)) {
            String id = run.task().id();
            Recorder.untilEnded(() -> store.claims().shutOut(id, ending));
            cut(run);
            close(run);
        }
    }

    private List<String> cut(ActiveRun run) throws InterruptedException {
        List<String> left =
                run.cut(limits.stopTimeout().minus(limits.stopTimeout().dividedBy(5)));
        if (!left.isEmpty()) {
            log.warn("Task {}: still at work, and fenced: {}", run.task().id(), left);
        }
        return left;
    }

    /** Records an end that was decided from outside, unless the task is gone. */
    void recordEnd(Fence fence, RunEnding ending, long usedMillis, List<String> left) throws InterruptedException {
        List<EventDraft> events = events(ending, left);
        try {
            Recorder.untilEnded(() -> {
                store.claims().end(fence, new RunEnd(events, usedMillis, null, false));
                return true;
            });
            log.info("Task {}: ended, {}: {}", fence.taskId(), ending.kind(), ending.reason());
        } catch (Overtaken e) {
            log.info("Task {}: gone before its end was recorded", fence.taskId());
        }
    }

    private static List<EventDraft> events(RunEnding ending, List<String> left) {
        String reason = left.isEmpty()
                ? ending.reason()
                : ending.reason() + "; could not be confirmed to have ended: " + String.join(", ", left);
        return switch (ending.kind()) {
            case CANCELLED ->
                List.of(EventDraft.of(EventType.TASK_CANCELLED, reason).with("unconfirmed", left));
            case FAILED ->
                List.of(
                        EventDraft.of(EventType.ERROR, reason).with("unconfirmed", left),
                        EventDraft.of(EventType.TASK_ERROR, ending.reason()));
        };
    }

    private void close(ActiveRun run) {
        if (active.remove(run.task().id(), run)) {
            run.markOver();
            run.place().giveBack();
        }
    }

    Claims claims() {
        return store.claims();
    }
}
