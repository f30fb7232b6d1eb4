package dev.mgx.engine;

import dev.mgx.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;

/** A model of the store under {@link RunOwners}: the owner of the run, its state, and its log. */
final class RunOwnersModel {
    private static final int MAX_TAKEOVERS = 3;

    private final List<String> log = new ArrayList<>();
    private TaskStatus status = TaskStatus.PENDING;
    private int owners;
    private int owner = -1;
    private int run;
    private int attempt;
    private int takeovers;
    private long usedMillis;
    private boolean endDecided;
    private boolean waits;

    List<String> log() {
        return log;
    }

    TaskStatus status() {
        return status;
    }

    int run() {
        return run;
    }

    int attempt() {
        return attempt;
    }

    int takeovers() {
        return takeovers;
    }

    long usedMillis() {
        return usedMillis;
    }

    /** The number of owners so far. */
    int owners() {
        return owners;
    }

    /** Whether the owner of this index has the run now. */
    boolean has(int who) {
        return who == owner;
    }

    /** Returns whether a run was started. */
    boolean claim() {
        if (status == TaskStatus.RUNNING) {
            return false;
        }
        run++;
        attempt = 1;
        takeovers = 0;
        usedMillis = 0;
        endDecided = false;
        waits = false;
        status = TaskStatus.RUNNING;
        log.add("TASK_START");
        owner = owners++;
        return true;
    }

    /** Returns whether the run is resumed by a new owner. */
    boolean takeOver() {
        if (status != TaskStatus.RUNNING) {
            return false;
        }
        takeovers++;
        if (endDecided) {
            end(TaskStatus.CANCELLED, "TASK_CANCELLED");
        } else if (takeovers >= MAX_TAKEOVERS && !waits) {
            end(TaskStatus.FAILED, "ERROR", "TASK_ERROR");
        } else {
            attempt++;
            log.add("LOG");
            owner = owners++;
            return true;
        }
        return false;
    }

    boolean fence() {
        if (status == TaskStatus.RUNNING) {
            endDecided = true;
            owner = owners++;
            return true;
        }
        return false;
    }

    boolean says(int who, String text) {
        return recorded(who, text);
    }

    boolean asks(int who) {
        waits |= has(who);
        return recorded(who, "APPROVAL_REQUEST");
    }

    boolean finishesAStep(int who) {
        takeovers = has(who) ? 0 : takeovers;
        return recorded(who);
    }

    private boolean recorded(int who, String... events) {
        if (has(who)) {
            usedMillis = 0;
            log.addAll(List.of(events));
        }
        return has(who);
    }

    boolean ends(int who) {
        if (has(who)) {
            end(TaskStatus.SUCCEEDED, "RESULT", "TASK_COMPLETE");
            return true;
        }
        return false;
    }

    private void end(TaskStatus end, String... events) {
        log.addAll(List.of(events));
        status = end;
        owner = -1;
    }

    void beats(int who, long millis) {
        usedMillis = has(who) ? millis : usedMillis;
    }

    void handsOver(int who) {
        takeovers -= has(who) ? 1 : 0;
        usedMillis = has(who) ? 0 : usedMillis;
    }
}
