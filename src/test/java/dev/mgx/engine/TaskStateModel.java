package dev.mgx.engine;

import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One task of {@link LifeCycleModel}: the life-cycle table, and the messages that no run has taken. */
final class TaskStateModel {
    private static final int MAX_TAKEOVERS = 3;

    private final String id;
    private final List<String> events = new ArrayList<>();
    private TaskStatus status = TaskStatus.PENDING;
    private int run;
    private int attempt;
    private int takeovers;
    private @Nullable String waiting;
    private RunRequest.Kind next = RunRequest.Kind.FRESH;
    private boolean nextIsRecorded;
    private int messages;
    private int unrecorded;
    private boolean asks;
    private boolean answered;

    /** The visible state of a task, without its LOG events. */
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
        nextIsRecorded = false;
        if (kind != RunRequest.Kind.RESUME) {
            forgetMessages();
        }
    }

    private void forgetMessages() {
        messages = 0;
        unrecorded = 0;
        asks = false;
        answered = false;
    }

    void cancelWhileQueued() {
        run++;
        attempt = 1;
        events.add("TASK_START");
        end(TaskStatus.CANCELLED, "TASK_CANCELLED");
    }

    void begin() {
        run++;
        attempt = 1;
        takeovers = 0;
        status = TaskStatus.RUNNING;
        events.add("TASK_START");
        if ((next == RunRequest.Kind.FOLLOW_UP || next == RunRequest.Kind.EDIT) && !nextIsRecorded) {
            events.add("USER_MESSAGE");
        }
        for (; unrecorded > 0; unrecorded--) {
            events.add("USER_MESSAGE");
        }
    }

    /** Returns whether the run is resumed. */
    boolean takeOver() {
        takeovers++;
        if (takeovers >= MAX_TAKEOVERS && waiting == null) {
            end(TaskStatus.FAILED, "ERROR", "TASK_ERROR");
            return false;
        }
        attempt++;
        return true;
    }

    void handOver() {
        takeovers--;
    }

    /** Returns whether the run keeps the slot it was given, because it does not wait for a person. */
    boolean keepsSlot() {
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

    void waitForSlot() {
        waiting = "place";
    }

    boolean canBeAnswered() {
        return "approval".equals(waiting) && !answered;
    }

    void answer() {
        answered = true;
        events.add("USER_MESSAGE");
    }

    void messageWhileRunning() {
        messages++;
        events.add("USER_MESSAGE");
    }

    void messageWhileQueued() {
        messages++;
        unrecorded++;
    }

    void carryOut(ScriptedWorkflow.Order order) {
        takeovers = 0;
        if (order == ScriptedWorkflow.Order.FAIL) {
            end(TaskStatus.FAILED, "ERROR", "TASK_ERROR");
            return;
        }
        events.add("Ordered to " + order);
        switch (order) {
            case LISTEN -> {
                events.add("Heard " + messages);
                messages = 0;
            }
            case ASK -> ask();
            case FINISH -> end(TaskStatus.SUCCEEDED, "RESULT", "TASK_COMPLETE");
            case WORK, FAIL -> {}
        }
    }

    /** Returns whether messages that a successful run did not take start a follow-up run. */
    boolean followsUp() {
        if (status != TaskStatus.SUCCEEDED || messages == 0) {
            return false;
        }
        queued(RunRequest.Kind.FOLLOW_UP);
        nextIsRecorded = true;
        return true;
    }

    void cancel() {
        end(TaskStatus.CANCELLED, "TASK_CANCELLED");
    }

    private void end(TaskStatus how, String... last) {
        status = how;
        waiting = null;
        events.addAll(List.of(last));
    }
}
