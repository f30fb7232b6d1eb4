package dev.mgx.engine;

import dev.mgx.engine.run.ActiveRun;
import dev.mgx.engine.run.RunJournal;
import dev.mgx.engine.run.StepDeadline;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.json.Json;
import dev.mgx.store.Inbox;
import dev.mgx.store.Steps;
import dev.mgx.store.journal.Change;
import dev.mgx.store.source.TaskSource;
import dev.mgx.store.source.TaskSources;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.Usage;
import dev.mgx.task.WaitingFor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a task, as its workflow sees it. Steps may run on the workflow's own thread and on those of
 * {@link #parallel}.
 */
public final class Run {
    /**
     * How often the inbox is polled in case a signal was lost, for instance when the outcome of the commit was
     * unknown for a while.
     */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final ActiveRun active;
    private final Clock clock;
    private final Set<String> stepNames = ConcurrentHashMap.newKeySet();

    public Run(ActiveRun active, Clock clock) {
        this.active = active;
        this.clock = clock;
    }

    public Task task() {
        return active.task();
    }

    /** 1, 2, … within the task. */
    public int number() {
        return active.number();
    }

    public RunRequest request() {
        return active.request();
    }

    /** What the task had used when this process claimed the run. */
    public Usage usedBefore() {
        return active.claim().state().usage();
    }

    /**
     * Returns the journaled result of the step of this name; if there is none, runs {@code body} and journals its
     * result.
     */
    public <T> T step(String name, Class<T> type, StepBody<T> body) throws InterruptedException {
        return step(name, type, active.timeLeft(), body);
    }

    /**
     * The same with a time limit for the step. When it expires the run is ended, whether or not the step responds to
     * the interrupt.
     *
     * @param name unique within the run, also among parallel steps
     * @param type the result's type; the result is written as JSON and read back, so that first and later calls
     *     return the same
     * @throws IllegalStateException when the name has been used in this run
     */
    public <T> T step(String name, Class<T> type, Duration atMost, StepBody<T> body) throws InterruptedException {
        if (!stepNames.add(name)) {
            throw new IllegalStateException("Two steps of a run are named " + name);
        }
        Optional<Steps.Known> known =
                RunJournal.retryUntilAccepted(() -> active.store().steps().find(task().id(), number(), name));
        @Nullable String journaled = known.map(Steps.Known::resultJson).orElse(null);
        if (journaled != null) {
            return Json.read(journaled, type);
        }
        if (!active.isRunning()) {
            throw new InterruptedException("The run is ending or suspended; step %s does not start".formatted(name));
        }
        int tryNumber = known.map(Steps.Known::tries).orElse(0) + 1;
        StepDeadline deadline = active.enforce(name, atMost);
        Step step = new Step(active, name, tryNumber, deadline);
        try {
            begin(name, tryNumber);
            String result = Json.write(body.run(step));
            step.finish(result);
            return Json.read(result, type);
        } finally {
            active.stopEnforcing(deadline);
        }
    }

    private void begin(String name, int tryNumber) throws InterruptedException {
        List<EventDraft> resumed = tryNumber == 1
                ? List.of()
                : List.of(EventDraft.of(EventType.LOG, "Retrying step %s, try %d".formatted(name, tryNumber))
                        .with("status", "resumed")
                        .with("step", name)
                        .with("try", tryNumber));
        active.runJournal().append(resumed, List.of(new Change.StepBegun(number(), name)));
    }

    /**
     * Runs callables concurrently and returns their results in order when all are done. The first failure interrupts
     * the others and is rethrown once all have ended; so is an interrupt.
     */
    public <T> List<T> parallel(List<Callable<T>> work) throws InterruptedException {
        return new ParallelSteps<>(active.threads(), work).run();
    }

    /** When a wait for a person began and when it times out. */
    private record Wait(Instant since, Instant until) {
        /**
         * The remaining time. The wall clock is read only once, to account for downtime; later changes to it have no
         * effect. A clock that was set back never yields more than the whole timeout.
         */
        Duration left(Instant now) {
            return Duration.between(now.isBefore(since) ? since : now, until);
        }
    }

    /** The messages received; empty after a timeout. */
    private record Received(List<Map<String, @Nullable Object>> bodies) {
        Optional<Map<String, @Nullable Object>> first() {
            return bodies.stream().findFirst();
        }
    }

    /**
     * Waits durably for a message from a person on {@code channel}. The wait does not count as run time and is shown
     * as {@code waiting_for}.
     *
     * @param request recorded when the wait begins; its message says what is needed
     * @param reading interprets the answer, which is empty after {@code timeout}. If it throws {@link StepFailed},
     *     the run fails with the request unanswered, and a run that resumes it asks again.
     */
    public <T> T receive(
            String stepName,
            String channel,
            Duration timeout,
            EventDraft request,
            Function<Optional<Map<String, @Nullable Object>>, T> reading)
            throws InterruptedException {
        Instant before = clock.instant();
        Wait wait = step(stepName + ":asked", Wait.class, step -> {
            Instant now = Instant.ofEpochMilli(clock.millis());
            Wait started = new Wait(now, now.plus(timeout));
            step.conclude(request.with("waiting_for", new WaitingFor(channel, started.since(), started.until())));
            return started;
        });
        StepDeadline deadline = active.deadline(stepName, wait.left(before));
        active.time().pause();
        try {
            Received received = step(stepName, Received.class, Duration.ofDays(365), step -> {
                Received answer = new Received(await(step, channel, deadline));
                var _ = reading.apply(answer.first()); // may throw StepFailed
                step.conclude(EventDraft.of(EventType.LOG, sentence(answer)).with("waiting_for", null));
                return answer;
            });
            return reading.apply(received.first());
        } finally {
            active.time().resume();
        }
    }

    private static String sentence(Received answer) {
        return answer.first()
                .map(body -> switch (body.get("approved")) {
                    case Boolean approved -> approved ? "Approved; continuing" : "Changes requested; continuing";
                    case null, default -> "Answered; continuing";
                })
                .orElse("No answer in time");
    }

    /** The run's slot is released during the wait. */
    private List<Map<String, @Nullable Object>> await(Step step, String channel, StepDeadline deadline)
            throws InterruptedException {
        Optional<Map<String, @Nullable Object>> answer = takeFirst(step, channel);
        if (answer.isEmpty()) {
            active.slot().release();
            answer = awaitMessage(step, channel, deadline);
            reacquireSlot(step);
        }
        return answer.stream().toList();
    }

    private Optional<Map<String, @Nullable Object>> awaitMessage(Step step, String channel, StepDeadline deadline)
            throws InterruptedException {
        while (true) {
            long seen = active.messageSignals(); // read before the inbox, so that no message is missed in between
            Optional<Map<String, @Nullable Object>> answer = takeFirst(step, channel);
            if (answer.isPresent() || deadline.expired()) {
                return answer;
            }
            Duration left = deadline.left();
            active.awaitMessage(seen, left.compareTo(POLL_INTERVAL) < 0 ? left : POLL_INTERVAL);
        }
    }

    private Optional<Map<String, @Nullable Object>> takeFirst(Step step, String channel) throws InterruptedException {
        Optional<Inbox.Waiting> first = waiting(channel).stream().findFirst();
        first.ifPresent(message -> step.take(message.seq()));
        return first.map(Inbox.Waiting::body);
    }

    private void reacquireSlot(Step step) throws InterruptedException {
        if (active.slot().tryReacquire()) {
            return;
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        step.emit(EventDraft.of(EventType.LOG, "Waiting for a free slot to continue")
                .with("waiting_for", new WaitingFor(WaitingFor.PLACE, now, null)));
        active.slot().reacquire();
    }

    /** Takes the messages on the channel that no step has taken yet. Does not wait. */
    public List<Map<String, @Nullable Object>> drain(String stepName, String channel) throws InterruptedException {
        return step(stepName, Received.class, step -> {
                    List<Map<String, @Nullable Object>> bodies = new ArrayList<>();
                    for (Inbox.Waiting message : waiting(channel)) {
                        step.take(message.seq());
                        bodies.add(message.body());
                    }
                    return new Received(bodies);
                })
                .bodies();
    }

    private List<Inbox.Waiting> waiting(String channel) throws InterruptedException {
        return RunJournal.retryUntilAccepted(() -> active.store().inbox().on(task().id(), channel));
    }

    /**
     * The run's current files, path to text, including those it kept from the previous run. To be called inside a
     * step.
     */
    public Map<String, String> files() throws InterruptedException {
        return RunJournal.retryUntilAccepted(() -> active.store().artifacts().manifest(task().id(), number()));
    }

    /** The files of the existing project that the task changes, as they came; empty if it has none. Like {@link #files}. */
    public Map<String, String> sourceFiles() throws InterruptedException {
        return RunJournal.retryUntilAccepted(() -> active.store().artifacts().manifest(task().id(), TaskSources.RUN));
    }

    /** Those of them that are no text. */
    public Map<String, byte[]> sourceBinaries() throws InterruptedException {
        return RunJournal.retryUntilAccepted(() -> active.store().artifacts().binaries(task().id(), TaskSources.RUN));
    }

    /** What is known about the existing project that the task changes; empty if it has none. Like {@link #files}. */
    public Optional<TaskSource> source() throws InterruptedException {
        return RunJournal.retryUntilAccepted(() -> active.store().sources().find(task().id()));
    }

    /** The run's current files that are no text, by path; like {@link #files}. */
    public Map<String, byte[]> binaries() throws InterruptedException {
        return RunJournal.retryUntilAccepted(() -> active.store().artifacts().binaries(task().id(), number()));
    }
}
