package dev.mgx.store.journal;

import dev.mgx.store.sql.Tx;
import dev.mgx.task.TaskState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The last states of the tasks whose runs are recorded here, so that an append need not read the one it follows. A
 * state that is missing or out of date costs a read, never a wrong append: the row's sequence and epoch decide.
 *
 * <p>Thread-safe. What a transaction has not committed yet is seen by later writes of the same transaction alone, and
 * is forgotten with the write that is taken back.
 */
final class KnownStates {
    /** Far more than there are runs at the same time in one process; a state has a few kilobytes. */
    private static final int MOST = 1_000;

    private final Map<String, KnownState> committed = new LinkedHashMap<>(); // guarded by itself, oldest write first
    private final Map<String, KnownState> uncommitted =
            new HashMap<>(); // this and the next are the writer's thread's own
    private @Nullable Tx transaction;

    /** Whether a state of the task is known, be it out of date. */
    boolean has(String taskId) {
        synchronized (committed) {
            return committed.containsKey(taskId);
        }
    }

    /**
     * The state where a row has this sequence number and this epoch. On the writer's thread.
     *
     * @param brought what the caller has read before the transaction, or null
     * @throws StateMoved when none of the states that are known is of that place
     */
    TaskState at(Tx tx, String taskId, long lastSeq, long epoch, @Nullable KnownState brought) {
        return Stream.of(Optional.ofNullable(uncommitted(tx).get(taskId)), last(taskId), Optional.ofNullable(brought))
                .flatMap(Optional::stream)
                .filter(known -> known.isAt(lastSeq, epoch))
                .findFirst()
                .map(KnownState::state)
                .orElseThrow(() -> new StateMoved(taskId));
    }

    /**
     * The latest state that was written or read under this epoch.
     *
     * @param brought what the caller has read before the transaction, or null
     */
    Optional<KnownState> latest(Tx tx, String taskId, long epoch, @Nullable KnownState brought) {
        KnownState written = uncommitted(tx).get(taskId);
        if (written != null && written.epoch() == epoch) {
            return Optional.of(written); // later than all that is committed
        }
        Optional<KnownState> last = last(taskId).filter(known -> known.epoch() == epoch);
        boolean newer = brought != null
                && brought.epoch() == epoch
                && (last.isEmpty() || brought.lastSeq() > last.get().lastSeq());
        return newer ? Optional.ofNullable(brought) : last;
    }

    /** The last state that was committed here. */
    Optional<KnownState> last(String taskId) {
        synchronized (committed) {
            return Optional.ofNullable(committed.get(taskId));
        }
    }

    /** A transaction that failed is followed by another one, which knows nothing of it. */
    private Map<String, KnownState> uncommitted(Tx tx) {
        if (tx != transaction) {
            uncommitted.clear();
            transaction = tx;
        }
        return uncommitted;
    }

    /** Takes what a write has led to. On the writer's thread. */
    void put(Tx tx, String taskId, KnownState after) {
        KnownState before = uncommitted(tx).put(taskId, after);
        tx.onRollback(() -> {
            if (before == null) {
                uncommitted.remove(taskId);
            } else {
                uncommitted.put(taskId, before);
            }
        });
        tx.afterCommit(() -> remember(taskId, after));
    }

    /** Forgets, after the commit, a task that nobody goes on with: its run is over, or it is deleted. */
    void forgetAfter(Tx tx, String taskId) {
        tx.afterCommit(() -> {
            synchronized (committed) {
                committed.remove(taskId);
            }
        });
    }

    private void remember(String taskId, KnownState state) {
        synchronized (committed) {
            committed.remove(taskId);
            committed.put(taskId, state);
            if (committed.size() > MOST) {
                committed.remove(committed.keySet().iterator().next());
            }
        }
    }
}
