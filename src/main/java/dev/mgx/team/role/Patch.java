package dev.mgx.team.role;

import dev.mgx.team.answer.Require;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The journaled result of a repair; the files themselves are artifacts.
 *
 * @param diagnosis what was wrong
 * @param replaced the files that were changed, as they were before; a new file is empty
 * @param fingerprint identifies the change, to detect repetition
 * @param disputes disputed checks, instead of a repair
 * @param notTaken rejected parts of the answer, a sentence with the reason for each
 */
public record Patch(
        String diagnosis,
        Map<String, String> replaced,
        String fingerprint,
        List<Dispute> disputes,
        List<String> notTaken) {
    public Patch {
        replaced = new TreeMap<>(replaced);
        disputes = Require.list("disputes", disputes);
        notTaken = Require.list("not_taken", notTaken);
    }
}
