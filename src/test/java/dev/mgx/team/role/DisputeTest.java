package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.team.answer.MalformedAnswer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disputes are parsed, and quoted program code is removed from them. */
@Timeout(10)
class DisputeTest {
    private static final List<String> FAILED = List.of("C2", "C4");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=== DISPUTE C2 ===\nNo.\n=== END DISPUTE ===",
                "I think:\n=== DISPUTE: c2 ===\nNo.",
                "=== DISPUTE C2 ===\nNo.\n=== DISPUTE C2 ===\nNo, no.\n=== END DISPUTE ===",
                "=== DISPUTE C2 ===\n\n  No.\n=== FILE a ===\nx\n=== DISPUTE C4 ===\n=== END FILE ==="
            })
    void isFoundInManyForms(String answer) {
        assertThat(Dispute.in(answer, FAILED)).containsExactly(new Dispute("C2", "No."));
    }

    @Test
    void mayBeOfSeveralChecks() {
        String all = "=== DISPUTE ALL ===\nIt cannot run.\n=== END DISPUTE ===";
        assertThat(Dispute.in(all, FAILED)).extracting(Dispute::check).containsExactly("C2", "C4");
        assertThat(Dispute.in("=== DISPUTE C1, C7 ===\nNo.", FAILED))
                .extracting(Dispute::check)
                .containsExactly("C1", "C7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=== DISPUTE C2 ===\n=== END DISPUTE ===", "=== DISPUTE the test ===\nNo."})
    void isRefusedWithoutAReasonOrACheck(String answer) {
        assertThatThrownBy(() -> Dispute.in(answer, FAILED)).isInstanceOf(MalformedAnswer.class);
    }

    @Test
    void quotesNoLineOfTheProgram() {
        ProgramText code = ProgramText.of(
                Map.of(
                        "Todo.java", "class Todo {\n    items.add(item)\n    import java.util.List;\n}\n",
                        "README.md", "# A todo list\n"),
                "import java.util.List;");

        assertThat(code.withheldFrom("Todo.java:2: error: ';' expected\n    items.add(item)\n       ^\nA todo list }"))
                .isEqualTo("Todo.java:2: error: ';' expected\n    [a line of the program]\n       ^\nA todo list }");
        assertThat(code.withheldFrom("import java.util.List;")).isEqualTo("import java.util.List;");
    }
}
