package dev.mgx.team.role;

import dev.mgx.team.answer.Require;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.role.ProposedChecks.ProposedCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a tester decided about disputed checks.
 *
 * @param changed the checks that were wrong, as they are to be; empty if all stay
 */
public record ReviewedChecks(String reason, List<ProposedCheck> changed) {
    public ReviewedChecks {
        reason = Require.optional("reason", reason).strip();
        reason = reason.isEmpty() ? "no reason was given" : reason;
        changed = Require.list("changed", changed);
    }

    /** The changed ones of these disputed checks, which keep their ids. */
    public List<AcceptanceCheck> among(Collection<String> disputed, String language) {
        List<AcceptanceCheck> all = new ArrayList<>();
        for (ProposedCheck check : changed) {
            String id = check.id() == null && disputed.size() == 1
                    ? disputed.iterator().next()
                    : String.valueOf(check.id()).strip();
            if (disputed.contains(id)
                    && all.stream().noneMatch(other -> other.id().equals(id))) {
                check.check(id, language).ifPresent(all::add);
            }
        }
        return all;
    }
}
