package dev.mgx.team.role;

import java.util.List;

/**
 * What a round of debugging did; the files themselves are artifacts.
 *
 * @param diagnosis what the debugger said was wrong
 * @param paths the files it changed; none when it gave up, or only repeated itself
 * @param fingerprint tells the same change from another one
 * @param disputes what it disputes instead of repairing anything
 * @param notTaken what of its answer was not taken and why, a sentence each
 */
public record Patch(
        String diagnosis, List<String> paths, String fingerprint, List<Dispute> disputes, List<String> notTaken) {
    public Patch {
        disputes = Require.optional("disputes", disputes);
        notTaken = Require.optional("not_taken", notTaken);
    }

    /** Whether there was nothing in it that is new, not even something to be refused. */
    public boolean isEmpty() {
        return paths.isEmpty() && disputes.isEmpty() && notTaken.isEmpty();
    }
}
