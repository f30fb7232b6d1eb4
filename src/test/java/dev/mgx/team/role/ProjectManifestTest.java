package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A project's manifest is read again by later runs, and by later versions. */
@Timeout(10)
class ProjectManifestTest {

    @Test
    void isReadAsItWasWritten() {
        AcceptanceCheck check =
                AcceptanceCheck.of("C1", "counts", List.of(), List.of(CheckStep.of("python3 count.py", "3")));
        ProjectManifest manifest = new ProjectManifest(
                "Count", "It counts", List.of(check), "python3 count.py", "", List.of("C1"), Map.of());

        assertThat(ProjectManifest.read(manifest.draft().content())).isEqualTo(manifest);
    }

    @Test
    void thatOfAnEarlierVersionHasItsTestProgramAsChecks() {
        ProjectManifest manifest = ProjectManifest.read("""
                {"title": "Todo", "summary": "A list", "how_to_run": "java Todo.java", "run_command": ["java", "Todo.java"],
                 "checks": [{"id": "C1", "sentence": "It lists", "check": "Given a list, it lists"},
                            {"id": "C2", "sentence": "", "check": "It's done"}],
                 "test_file": "AcceptanceTest.java", "test_command": ["java", "AcceptanceTest.java"],
                 "failed_checks": [], "changed_checks": {"C2": {"by": "QaEngineer", "reason": "because"}}}
                """);

        assertThat(manifest.checks()).hasSize(2).allMatch(AcceptanceCheck::selfReported);
        assertThat(manifest.checks().getFirst().check()).isEqualTo("Given a list, it lists");
        assertThat(manifest.checks().getFirst().steps())
                .containsExactly(CheckStep.of("'java' 'AcceptanceTest.java' || true", "…PASS C1…"));
        assertThat(manifest.changedChecks()).containsOnlyKeys("C2");
        assertThat(Json.readMap(manifest.draft().content())).doesNotContainKey("test_command");
    }
}
