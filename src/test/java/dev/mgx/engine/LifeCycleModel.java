package dev.mgx.engine;

import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model of the engine with one run slot and a queue of one. Each command returns the simple name of the expected
 * refusal or acceptance.
 */
final class LifeCycleModel {
    static final int MAX_QUEUED = 1;

    private final Map<String, TaskStateModel> tasks = new LinkedHashMap<>();
    private final List<TaskStateModel> queue = new ArrayList<>();
    private final List<TaskStateModel> reacquiring = new ArrayList<>();
    private final List<TaskStateModel> interrupted = new ArrayList<>();
    private @Nullable TaskStateModel running;

    void create(String id) {
        tasks.put(id, new TaskStateModel(id));
    }

    /** The expected view of each task. */
    Map<String, TaskStateModel.Seen> seen() {
        Map<String, TaskStateModel.Seen> seen = new LinkedHashMap<>();
        tasks.forEach((id, task) -> {
            int position = queue.indexOf(task);
            seen.put(id, task.seen(position < 0 ? null : position + 1));
        });
        return seen;
    }

    String run(String id, RunRequest.Kind kind) {
        TaskStateModel task = tasks.get(id);
        if (task == null) {
            return "TaskNotFound";
        }
        boolean active = task.running() || queue.contains(task);
        boolean first = task.status() == TaskStatus.PENDING && !active;
        boolean done = task.status() == TaskStatus.SUCCEEDED && !active;
        if ((kind != RunRequest.Kind.FRESH && first) || (kind == RunRequest.Kind.RESUME && done)) {
            return "NotResumable";
        }
        if (active) {
            return "AlreadyRunning";
        }
        if (queue.size() >= MAX_QUEUED) {
            return "QueueFull";
        }
        task.queued(kind);
        queue.add(task);
        dispatch();
        return "Accepted";
    }

    String stop(String id) {
        TaskStateModel task = tasks.get(id);
        if (task == null) {
            return "TaskNotFound";
        }
        if (queue.contains(task)) {
            task.cancelWhileQueued();
        } else if (task.running()) {
            task.cancel();
        } else {
            return "NotActive";
        }
        remove(task);
        return "done";
    }

    String delete(String id) {
        TaskStateModel task = tasks.remove(id);
        if (task == null) {
            return "TaskNotFound";
        }
        remove(task);
        return "done";
    }

    private void remove(TaskStateModel task) {
        List.of(queue, reacquiring, interrupted).forEach(list -> list.remove(task));
        if (running == task) {
            running = null;
        }
        dispatch();
    }

    String say(String id) {
        TaskStateModel task = tasks.get(id);
        if (task == null) {
            return "TaskNotFound";
        }
        if (queue.contains(task)) {
            task.messageWhileQueued();
        } else if (task.running()) {
            task.messageWhileRunning();
        } else if (task.status() == TaskStatus.PENDING) {
            return "NotActive";
        } else {
            String answer = run(id, RunRequest.Kind.FOLLOW_UP);
            return answer.equals("Accepted") ? "done" : answer;
        }
        return "done";
    }

    String approve(String id) {
        TaskStateModel task = tasks.get(id);
        if (task == null) {
            return "TaskNotFound";
        }
        if (!task.canBeAnswered()) {
            return "NoPendingApproval";
        }
        task.answer();
        if (!interrupted.contains(task)) {
            if (running == null) {
                giveSlot(task);
            } else {
                task.waitForSlot();
                reacquiring.add(task);
            }
        }
        return "done";
    }

    /** The task whose run holds the slot and takes orders. */
    Optional<String> running() {
        return Optional.ofNullable(running).map(TaskStateModel::id);
    }

    void carryOut(String id, ScriptedWorkflow.Order order) {
        TaskStateModel task = tasks.get(id);
        if (task == null || task != running) {
            throw new IllegalStateException("it does not work: " + id);
        }
        task.carryOut(order);
        if (task.followsUp()) {
            queue.add(task);
        }
        if (!task.running() || order == ScriptedWorkflow.Order.ASK) {
            running = null;
        }
        dispatch();
    }

    /** @param graceful whether the process handed its runs over before it ended */
    void restart(boolean graceful) {
        Collection<TaskStateModel> active =
                tasks.values().stream().filter(TaskStateModel::running).toList();
        if (graceful) {
            active.stream().filter(task -> !interrupted.contains(task)).forEach(TaskStateModel::handOver);
        }
        running = null;
        reacquiring.clear();
        interrupted.clear();
        interrupted.addAll(active);
        dispatch();
    }

    /** A free slot goes to a run that reacquires it, then to interrupted runs, then to the queue. */
    private void dispatch() {
        while (running == null && !(reacquiring.isEmpty() && interrupted.isEmpty() && queue.isEmpty())) {
            if (!reacquiring.isEmpty()) {
                giveSlot(reacquiring.removeFirst());
            } else if (!interrupted.isEmpty()) {
                TaskStateModel task = interrupted.removeFirst();
                if (task.takeOver()) {
                    giveSlot(task);
                }
            } else {
                TaskStateModel first = queue.removeFirst();
                first.begin();
                giveSlot(first);
            }
        }
    }

    private void giveSlot(TaskStateModel task) {
        running = task.keepsSlot() ? task : null;
    }
}
