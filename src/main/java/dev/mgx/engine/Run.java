package dev.mgx.engine;

import dev.mgx.engine.run.ActiveRun;
import dev.mgx.engine.run.RunJournal;
import dev.mgx.engine.run.StepDeadline;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.json.Json;
import dev.mgx.store.Inbox;
import dev.mgx.store.Steps;
import dev.mgx.store.journal.Change;
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
 * One run of a task, as its workflow sees it. Steps may be taken on the workflow's own thread and on
 * those of {@link #sideBySide}.
 */
public final class Run {
    /** How late an answer is noticed whose signal was lost, such as one whose commit was in doubt for a while. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final ActiveRun active;
    private final Clock clock;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();

    public Run(ActiveRun active, Clock clock) {
        this.active = active;
        this.clock = clock;
    }

    public Task task() {
        return active.task();
    }

    /** 1, 2, … for the task's life. */
    public int number() {
        return active.number();
    }

    public RunRequest request() {
        return active.request();
    }

    /** What the task had used up when this process took the run. */
    public Usage usedBefore() {
        return active.claim().state().usage();
    }

    /** The journaled result of the step of this name; where there is none, runs {@code body} and journals it. */
    public <T> T step(String name, Class<T> type, StepBody<T> body) throws InterruptedException {
        return step(name, type, active.timeLeft(), body);
    }

    /**
     * The same with a deadline of its own: when the step has not finished by then, the run is ended,
     * whether or not the step cooperates.
     *
     * @param name unique in the run, also among steps side by side
     * @param type what the result is; written as JSON and read back, so that the first time and every
     *     later one give the same
     * @throws IllegalStateException when the name was used before in this run
     */
    public <T> T step(String name, Class<T> type, Duration atMost, StepBody<T> body) throws InterruptedException {
        if (!taken.add(name)) {
            throw new IllegalStateException("Two steps of a run are named " + name);
        }
        Optional<Steps.Known> known =
                RunJournal.untilTaken(() -> active.store().steps().find(task().id(), number(), name));
        @Nullable String journaled = known.map(Steps.Known::resultJson).orElse(null);
        if (journaled != null) {
            return Json.read(journaled, type);
        }
        if (!active.working()) {
            throw new InterruptedException("The run does not go on here; step %s does not begin".formatted(name));
        }
        int tryNumber = known.map(Steps.Known::tries).orElse(0) + 1;
        StepDeadline deadline = active.guard(name, atMost);
        Step step = new Step(active, name, tryNumber, deadline);
        try {
            begin(name, tryNumber);
            String result = Json.write(body.run(step));
            step.finish(result);
            return Json.read(result, type);
        } finally {
            active.unguard(deadline);
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
     * Does pieces of work at the same time and returns their results in order when all are done. The
     * first failure cancels the rest, is waited out, and is thrown; so is an interrupt.
     */
    public <T> List<T> sideBySide(List<Callable<T>> pieces) throws InterruptedException {
        return new ParallelSteps<>(active.threads(), pieces).run();
    }

    /** When a wait for a person began and when it ends. */
    private record Asked(Instant since, Instant until) {
        /**
         * What is left of the wait. The clock on the wall is asked once, for the time that no server was up; from
         * then on it may be set as anybody likes. One that was set back gives nobody more time than there was in all.
         */
        Duration left(Instant now) {
            return Duration.between(now.isBefore(since) ? since : now, until);
        }
    }

    /** What came of the wait; an empty list is nothing. */
    private record Received(List<Map<String, @Nullable Object>> bodies) {
        Optional<Map<String, @Nullable Object>> first() {
            return bodies.stream().findFirst();
        }
    }

    /**
     * Waits, durably, for what a person sends on {@code channel}. The wait does not count as run time and
     * shows as {@code waiting_for}.
     *
     * @param request is recorded when the wait begins; its message says what is waited for
     * @param reading what the answer means, of which there is none when nothing came within {@code timeout}. Where it
     *     throws {@link StepFailed} the run fails with the question unanswered: a run that resumes it asks again.
     */
    public <T> T receive(
            String stepName,
            String channel,
            Duration timeout,
            EventDraft request,
            Function<Optional<Map<String, @Nullable Object>>, T> reading)
            throws InterruptedException {
        Instant before = clock.instant();
        Asked asked = step(stepName + ":asked", Asked.class, step -> {
            Instant now = Instant.ofEpochMilli(clock.millis());
            Asked wait = new Asked(now, now.plus(timeout));
            step.conclude(request.with("waiting_for", new WaitingFor(channel, wait.since(), wait.until())));
            return wait;
        });
        StepDeadline patience = active.deadline(stepName, asked.left(before));
        active.time().pause();
        try {
            Received received = step(stepName, Received.class, Duration.ofDays(365), step -> {
                Received answer = new Received(await(step, channel, patience));
                var _ = reading.apply(answer.first()); // it may refuse
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

    /** While it waits, the run's place is somebody else's. */
    private List<Map<String, @Nullable Object>> await(Step step, String channel, StepDeadline patience)
            throws InterruptedException {
        Optional<Map<String, @Nullable Object>> answer = take(step, channel);
        if (answer.isEmpty()) {
            active.place().leave();
            answer = awaitDelivery(step, channel, patience);
            returnToPlace(step);
        }
        return answer.stream().toList();
    }

    private Optional<Map<String, @Nullable Object>> awaitDelivery(Step step, String channel, StepDeadline patience)
            throws InterruptedException {
        while (true) {
            long seen = active.deliveries(); // before the look, so that nothing comes unseen in between
            Optional<Map<String, @Nullable Object>> answer = take(step, channel);
            if (answer.isPresent() || patience.over()) {
                return answer;
            }
            Duration left = patience.left();
            active.awaitDelivery(seen, left.compareTo(LOOK_INTERVAL) < 0 ? left : LOOK_INTERVAL);
        }
    }

    private Optional<Map<String, @Nullable Object>> take(Step step, String channel) throws InterruptedException {
        Optional<Inbox.Waiting> first = waiting(channel).stream().findFirst();
        first.ifPresent(message -> step.take(message.seq()));
        return first.map(Inbox.Waiting::body);
    }

    private void returnToPlace(Step step) throws InterruptedException {
        if (active.place().retakeNow()) {
            return;
        }
        Instant now = Instant.ofEpochMilli(clock.millis());
        step.emit(EventDraft.of(EventType.LOG, "Waiting for a free slot to continue")
                .with("waiting_for", new WaitingFor("place", now, null)));
        active.place().retake();
    }

    /** What people have sent on the channel and no step has taken yet; does not wait. */
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
        return RunJournal.untilTaken(() -> active.store().inbox().on(task().id(), channel));
    }

    /**
     * The run's files as of now, path to text; those of the run before for one that keeps them. To be
     * read inside a step.
     */
    public Map<String, String> files() throws InterruptedException {
        return RunJournal.untilTaken(() -> active.store().artifacts().manifest(task().id(), number()));
    }
}
