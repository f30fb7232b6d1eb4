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
 * What every command must come to where one run may work and one task may wait. Each answers the name of the refusal
 * that is to be, or of the acceptance.
 */
final class LifeCycleModel {
    static final int MAY_WAIT = 1;

    private final Map<String, TaskStateModel> lives = new LinkedHashMap<>();
    private final List<TaskStateModel> queue = new ArrayList<>();
    private final List<TaskStateModel> returning = new ArrayList<>();
    private final List<TaskStateModel> interrupted = new ArrayList<>();
    private @Nullable TaskStateModel working;

    void create(String id) {
        lives.put(id, new TaskStateModel(id));
    }

    /** What is to be seen of each task there is. */
    Map<String, TaskStateModel.Seen> seen() {
        Map<String, TaskStateModel.Seen> seen = new LinkedHashMap<>();
        lives.forEach((id, life) -> {
            int place = queue.indexOf(life);
            seen.put(id, life.seen(place < 0 ? null : place + 1));
        });
        return seen;
    }

    String run(String id, RunRequest.Kind kind) {
        TaskStateModel life = lives.get(id);
        if (life == null) {
            return "TaskNotFound";
        }
        boolean active = life.running() || queue.contains(life);
        boolean first = life.status() == TaskStatus.PENDING && !active;
        boolean done = life.status() == TaskStatus.SUCCEEDED && !active;
        if ((kind != RunRequest.Kind.FRESH && first) || (kind == RunRequest.Kind.RESUME && done)) {
            return "NotResumable";
        }
        if (active) {
            return "AlreadyRunning";
        }
        if (queue.size() >= MAY_WAIT) {
            return "QueueFull";
        }
        life.queued(kind);
        queue.add(life);
        settle();
        return "Accepted";
    }

    String stop(String id) {
        TaskStateModel life = lives.get(id);
        if (life == null) {
            return "TaskNotFound";
        }
        if (queue.contains(life)) {
            life.cancelledInTheQueue();
        } else if (life.running()) {
            life.cancel();
        } else {
            return "NotActive";
        }
        leave(life);
        return "done";
    }

    String delete(String id) {
        TaskStateModel life = lives.remove(id);
        if (life == null) {
            return "TaskNotFound";
        }
        leave(life);
        return "done";
    }

    private void leave(TaskStateModel life) {
        List.of(queue, returning, interrupted).forEach(list -> list.remove(life));
        if (working == life) {
            working = null;
        }
        settle();
    }

    String say(String id) {
        TaskStateModel life = lives.get(id);
        if (life == null) {
            return "TaskNotFound";
        }
        if (queue.contains(life)) {
            life.toldWhileQueued();
        } else if (life.running()) {
            life.toldWhileRunning();
        } else if (life.status() == TaskStatus.PENDING) {
            return "NotActive";
        } else {
            String answer = run(id, RunRequest.Kind.FOLLOW_UP);
            return answer.equals("Accepted") ? "done" : answer;
        }
        return "done";
    }

    String approve(String id) {
        TaskStateModel life = lives.get(id);
        if (life == null) {
            return "TaskNotFound";
        }
        if (!life.canBeAnswered()) {
            return "NoPendingApproval";
        }
        life.answer();
        if (!interrupted.contains(life)) {
            if (working == null) {
                place(life);
            } else {
                life.waitsForPlace();
                returning.add(life);
            }
        }
        return "done";
    }

    /** The task whose run has the place and is told what to do. */
    Optional<String> working() {
        return Optional.ofNullable(working).map(TaskStateModel::id);
    }

    void obey(String id, ScriptedWorkflow.Order order) {
        TaskStateModel life = lives.get(id);
        if (life == null || life != working) {
            throw new IllegalStateException("it does not work: " + id);
        }
        life.obey(order);
        if (life.followsUp()) {
            queue.add(life);
        }
        if (!life.running() || order == ScriptedWorkflow.Order.ASK) {
            working = null;
        }
        settle();
    }

    /** @param inGoodOrder whether the process had time to hand its runs over */
    void restart(boolean inGoodOrder) {
        Collection<TaskStateModel> running =
                lives.values().stream().filter(TaskStateModel::running).toList();
        if (inGoodOrder) {
            running.stream().filter(life -> !interrupted.contains(life)).forEach(TaskStateModel::handOver);
        }
        working = null;
        returning.clear();
        interrupted.clear();
        interrupted.addAll(running);
        settle();
    }

    /** A free place is given to who comes back to it, then to what the last process left, then to who waits. */
    private void settle() {
        while (working == null && !(returning.isEmpty() && interrupted.isEmpty() && queue.isEmpty())) {
            if (!returning.isEmpty()) {
                place(returning.removeFirst());
            } else if (!interrupted.isEmpty()) {
                TaskStateModel left = interrupted.removeFirst();
                if (left.takeOver()) {
                    place(left);
                }
            } else {
                TaskStateModel first = queue.removeFirst();
                first.begin();
                place(first);
            }
        }
    }

    private void place(TaskStateModel life) {
        working = life.goesOn() ? life : null;
    }
}
