package dev.mgx.team;

import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.StepOutcome;
import dev.mgx.team.role.Dispute;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Two programs that were written independently and agree with each other, but not with a check, open a dispute about it.
 * It proves nothing, as one model misreads alike; the tester decides.
 *
 * @see <a href="https://arxiv.org/abs/2207.10397">CodeT, whose idea it is</a>
 */
final class Agreement {
    private Agreement() {}

    /**
     * @param disputed ids of checks that were disputed before
     * @param certain ids of checks that are the requirement's own words
     */
    static List<Dispute> between(TestRun one, TestRun other, Set<String> disputed, Set<String> certain) {
        List<Dispute> disputes = new ArrayList<>();
        for (CheckOutcome outcome : one.results()) {
            Optional<StepOutcome> agreed = other.results().stream()
                    .filter(result -> result.id().equals(outcome.id()) && !result.passed() && !outcome.passed())
                    .map(result -> result.steps().getLast())
                    .filter(step -> agree(step, outcome.steps().getLast()))
                    .findFirst();
            if (agreed.isPresent() && !disputed.contains(outcome.id()) && !certain.contains(outcome.id())) {
                disputes.add(new Dispute(
                        outcome.id(),
                        "Two programs that were written independently both print this for `%s`: %s"
                                .formatted(agreed.get().run(), agreed.get().output().strip())));
            }
        }
        return disputes;
    }

    private static boolean agree(StepOutcome one, StepOutcome other) {
        Integer code = one.exitCode();
        return code != null
                && code == 0
                && code.equals(other.exitCode())
                && one.run().equals(other.run())
                && !one.output().isBlank()
                && one.output().strip().equals(other.output().strip());
    }
}
