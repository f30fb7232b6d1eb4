package dev.mgx.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(10)
class RunPhaseTest {
    private static final Set<RunPhase> LAST = Set.of(RunPhase.ENDED, RunPhase.SUSPENDED);

    @ParameterizedTest
    @EnumSource
    void phasesOnlyMoveForward(RunPhase phase) {
        for (RunPhase other : RunPhase.values()) {
            if (other.compareTo(phase) <= 0) {
                assertThat(phase.allows(other)).as("%s to %s", phase, other).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPhaseCanEndExceptTheLastOnes(RunPhase phase) {
        List<RunPhase> next = new ArrayList<>(List.of(RunPhase.values()));
        next.removeIf(later -> !phase.allows(later));
        if (LAST.contains(phase)) {
            assertThat(next).isEmpty();
        } else {
            assertThat(next).contains(RunPhase.ENDED);
        }
    }

    @Test
    void aDecidedEndIsNeitherDecidedAgainNorRevoked() {
        assertThat(RunPhase.ENDING.allows(RunPhase.ENDING)).isFalse();
        assertThat(RunPhase.ENDING.allows(RunPhase.SUSPENDING)).isFalse();
        assertThat(RunPhase.RUNNING.allows(RunPhase.SUSPENDED)).isFalse();
    }
}
