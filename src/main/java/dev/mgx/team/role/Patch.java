package dev.mgx.team.role;

import java.util.List;

/**
 * The journaled result of a debugging round; the files themselves are artifacts.
 *
 * @param diagnosis the debugger's diagnosis
 * @param paths the changed files; empty if it gave up or repeated an earlier change
 * @param fingerprint identifies the change, to detect repetition
 * @param disputes disputed checks, instead of a repair
 * @param notTaken rejected parts of its answer, a sentence with the reason for each
 */
public record Patch(
        String diagnosis, List<String> paths, String fingerprint, List<Dispute> disputes, List<String> notTaken) {
    public Patch {
        disputes = Require.list("disputes", disputes);
        notTaken = Require.list("not_taken", notTaken);
    }

    /** Whether it had nothing new, not even anything to reject. */
    public boolean isEmpty() {
        return paths.isEmpty() && disputes.isEmpty() && notTaken.isEmpty();
    }
}
