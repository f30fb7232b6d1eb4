package dev.mgx.engine;

import dev.mgx.task.TaskStatus;
import java.util.ArrayList;
import java.util.List;

/** What the store must come to under {@link RunOwners}: who has the run, how it stands, and what is in its log. */
final class RunOwnersModel {
    private static final int POISON = 3;

    private final List<String> log = new ArrayList<>();
    private TaskStatus status = TaskStatus.PENDING;
    private int owners;
    private int owner = -1;
    private int run;
    private int attempt;
    private int takeovers;
    private long usedMillis;
    private boolean endIsDecided;
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

    /** How many have had the run so far. */
    int owners() {
        return owners;
    }

    /** Whether this owner, counted from the first, has the run now. */
    boolean has(int who) {
        return who == owner;
    }

    /** Whether there is a run to be had. */
    boolean claim() {
        if (status == TaskStatus.RUNNING) {
            return false;
        }
        run++;
        attempt = 1;
        takeovers = 0;
        usedMillis = 0;
        endIsDecided = false;
        waits = false;
        status = TaskStatus.RUNNING;
        log.add("TASK_START");
        owner = owners++;
        return true;
    }

    /** Whether the run goes on under a new owner. */
    boolean takeOver() {
        if (status != TaskStatus.RUNNING) {
            return false;
        }
        takeovers++;
        if (endIsDecided) {
            over(TaskStatus.CANCELLED, "TASK_CANCELLED");
        } else if (takeovers >= POISON && !waits) {
            over(TaskStatus.FAILED, "ERROR", "TASK_ERROR");
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
            endIsDecided = true;
            owner = owners++;
            return true;
        }
        return false;
    }

    boolean says(int who, String words) {
        return recorded(who, words);
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
            over(TaskStatus.SUCCEEDED, "RESULT", "TASK_COMPLETE");
            return true;
        }
        return false;
    }

    private void over(TaskStatus how, String... events) {
        log.addAll(List.of(events));
        status = how;
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
