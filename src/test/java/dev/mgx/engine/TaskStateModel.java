package dev.mgx.engine;

import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One task in the model of {@link LifeCycleModel}: the life-cycle table, and what people said that no run has taken. */
final class TaskStateModel {
    private static final int POISON = 3;

    private final String id;
    private final List<String> events = new ArrayList<>();
    private TaskStatus status = TaskStatus.PENDING;
    private int run;
    private int attempt;
    private int takeovers;
    private @Nullable String waiting;
    private RunRequest.Kind next = RunRequest.Kind.FRESH;
    private boolean nextIsTold;
    private int messages;
    private int untold;
    private boolean asks;
    private boolean answered;

    /** What can be seen of a task from outside; the events without those of the log that no table speaks of. */
    record Seen(
            TaskStatus status,
            int run,
            int attempt,
            @Nullable Integer position,
            @Nullable String waiting,
            List<String> events) {}

    TaskStateModel(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    Seen seen(@Nullable Integer position) {
        return new Seen(
                position == null ? status : TaskStatus.PENDING, run, attempt, position, waiting, List.copyOf(events));
    }

    TaskStatus status() {
        return status;
    }

    boolean running() {
        return status == TaskStatus.RUNNING;
    }

    int nextRun() {
        return run + 1;
    }

    void queued(RunRequest.Kind kind) {
        next = kind;
        nextIsTold = false;
        if (kind != RunRequest.Kind.RESUME) {
            forgetWhatWasSaid();
        }
    }

    private void forgetWhatWasSaid() {
        messages = 0;
        untold = 0;
        asks = false;
        answered = false;
    }

    void cancelledInTheQueue() {
        run++;
        attempt = 1;
        events.add("TASK_START");
        over(TaskStatus.CANCELLED, "TASK_CANCELLED");
    }

    void begin() {
        run++;
        attempt = 1;
        takeovers = 0;
        status = TaskStatus.RUNNING;
        events.add("TASK_START");
        if ((next == RunRequest.Kind.FOLLOW_UP || next == RunRequest.Kind.EDIT) && !nextIsTold) {
            events.add("USER_MESSAGE");
        }
        for (; untold > 0; untold--) {
            events.add("USER_MESSAGE");
        }
    }

    /** Whether the run goes on. */
    boolean takeOver() {
        takeovers++;
        if (takeovers >= POISON && waiting == null) {
            over(TaskStatus.FAILED, "ERROR", "TASK_ERROR");
            return false;
        }
        attempt++;
        return true;
    }

    void handOver() {
        takeovers--;
    }

    /** Whether the run, which has a place now, keeps it: it does not wait for a person. */
    boolean goesOn() {
        if (asks && !"approval".equals(waiting) && !answered) {
            ask();
        }
        return !asks || takeAnswer();
    }

    private void ask() {
        asks = true;
        events.add("APPROVAL_REQUEST");
        waiting = "approval";
        takeovers = 0;
    }

    private boolean takeAnswer() {
        if (answered) {
            asks = false;
            answered = false;
            waiting = null;
            takeovers = 0;
        }
        return !asks;
    }

    void waitsForPlace() {
        waiting = "place";
    }

    boolean canBeAnswered() {
        return "approval".equals(waiting) && !answered;
    }

    void answer() {
        answered = true;
        events.add("USER_MESSAGE");
    }

    void toldWhileRunning() {
        messages++;
        events.add("USER_MESSAGE");
    }

    void toldWhileQueued() {
        messages++;
        untold++;
    }

    void obey(ScriptedWorkflow.Order order) {
        takeovers = 0;
        if (order == ScriptedWorkflow.Order.FAIL) {
            over(TaskStatus.FAILED, "ERROR", "TASK_ERROR");
            return;
        }
        events.add("Told to " + order);
        switch (order) {
            case LISTEN -> {
                events.add("Heard " + messages);
                messages = 0;
            }
            case ASK -> ask();
            case FINISH -> over(TaskStatus.SUCCEEDED, "RESULT", "TASK_COMPLETE");
            case WORK, FAIL -> {}
        }
    }

    /** Whether what was said to a run that ended well, and it did not take, becomes a run of its own. */
    boolean followsUp() {
        if (status != TaskStatus.SUCCEEDED || messages == 0) {
            return false;
        }
        queued(RunRequest.Kind.FOLLOW_UP);
        nextIsTold = true;
        return true;
    }

    void cancel() {
        over(TaskStatus.CANCELLED, "TASK_CANCELLED");
    }

    private void over(TaskStatus how, String... last) {
        status = how;
        waiting = null;
        events.addAll(List.of(last));
    }
}
