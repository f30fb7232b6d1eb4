package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckFile;
import dev.mgx.team.role.ProposedChecks.ProposedCheck;
import dev.mgx.team.role.ProposedChecks.ProposedStep;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What testers take for checks, and what can be run of it. */
@Timeout(10)
class ProposedChecksTest {
    private static List<AcceptanceCheck> runnable(List<CheckFile> files, List<ProposedStep> steps, String test) {
        return new ProposedChecks(List.of(new ProposedCheck(null, "It works", files, steps, test))).runnable("js");
    }

    private static List<ProposedStep> step(String run) {
        return List.of(new ProposedStep(run, "", "1", 0, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node query.js data.json users.0", "$ python3 a.py", "node query.js x | jq .name\n"})
    void aCommandIsNoTestCode(String test) {
        assertThat(runnable(List.of(), List.of(), test)).isEmpty();
        assertThat(runnable(List.of(), step("node query.js"), test)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"assert(1);", "node.value = 2;", "// It counts\nconst a = 1;", "java = require('./java')"})
    void codeIsTestCode(String test) {
        assertThat(runnable(List.of(), List.of(), test))
                .singleElement()
                .satisfies(check -> assertThat(check.files()).hasSize(1));
    }

    @Test
    void testCodeThatIsNotThereIsNotStarted() {
        String run = "node query.js acceptance_check.js";

        assertThat(runnable(List.of(), step(run), "")).isEmpty();
        assertThat(runnable(List.of(new CheckFile("acceptance_check.js", "1")), step(run), ""))
                .hasSize(1);
    }
}
