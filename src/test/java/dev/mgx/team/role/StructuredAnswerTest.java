package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A structured answer is found anywhere in the text, or rejected with the exact complaint. */
@Timeout(10)
class StructuredAnswerTest {
    private static final String PLAN =
            "{\"summary\": \"s\", \"changes\": [{\"path\": \"a.txt\", \"purpose\": \"a } b\"}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "```json\n%s\n```",
                "Here:\n```\n%s\n```\nDone {really}.",
                "Sure! %s I hope it helps",
                "\n\n %s \n"
            })
    void isFoundWhereverItStands(String around) {
        ChangePlan plan = StructuredAnswer.read(around.formatted(PLAN), ChangePlan.class);

        assertThat(plan.changes().getFirst().purpose()).isEqualTo("a } b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Sorry, I cannot.|no JSON object",
                "{\"summary\": \"s\"}|\"changes\" must have 1 to 20 elements, has 0",
                "{\"changes\": []}|\"summary\" is missing",
                "{\"summary\": \"s\", \"changes\": [null]}|\"changes\" has a null in it",
                "{\"summary\": \"s\", \"changes\": [{\"path\": \"../x\", \"purpose\": \"p\"}]}|\"..\" is not allowed",
                "{\"summary\": \"s\", \"changes\": 7}|cannot be read",
                "{\"summary\": \"s\", \"changes\": [{\"path\": \"a\", \"purpose\": \"p\"}], \"extra\": 1}|extra",
                "{\"summary\": \"s|cannot be read",
                "{{{{{|cannot be read",
            })
    void isRefusedWithTheExactComplaint(String answer, String complaint) {
        assertThatThrownBy(() -> StructuredAnswer.read(answer, ChangePlan.class))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void aDesignMustHangTogether() {
        assertThatThrownBy(() -> design(file("a", "b"), file("b", "a"))).hasMessageContaining("circle: a, b");
        assertThatThrownBy(() -> design(file("a", "c"))).hasMessageContaining("a depends on c");
        assertThatThrownBy(() -> design(file("a"), file("a"))).hasMessageContaining("twice");
        assertThatThrownBy(() -> design(file("Test.java"))).hasMessageContaining("test_file");
        assertThatThrownBy(() -> design(file("a"), file("a/b"))).hasMessageContaining("both a file and a folder");
        assertThatThrownBy(() -> design(file("mgx.json"))).hasMessageContaining("taken");
    }

    @Test
    void filesAreWrittenAfterWhatTheyDependOn() {
        Design design = design(file("app", "list", "item"), file("item"), file("list", "item"), file("readme"));

        assertThat(design.waves().stream()
                        .map(wave -> wave.stream().map(PlannedFile::path).toList()))
                .containsExactly(List.of("item", "readme"), List.of("list"), List.of("app"));
    }

    private static Design design(PlannedFile... files) {
        return new Design("o", List.of(files), "", "", "run it", List.of(), "Test.java", List.of("java", "Test.java"));
    }

    private static PlannedFile file(String path, String... dependsOn) {
        return new PlannedFile(path, "p", List.of(dependsOn), "");
    }
}
