package dev.mgx.repository.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is understood of what was said of changed files. */
@Timeout(10)
class FileReasonsTest {
    private static final List<String> PATHS = List.of("src/a.py", "src/a.py.md", "test/b.py", "lib/b.py", "Makefile");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/a.py: adds them up",
                "  - src/a.py: adds them up",
                "* `src/a.py` – adds them up",
                "3. **src/a.py**: adds them up",
                "- **`src/a.py`:** adds them up",
                "./src/a.py - adds\tthem up",
                "src/a.py (modified): adds them up",
                "| src/a.py | adds them up |",
                "src/a.py -> adds them up",
                "a.py: adds them up",
                "src/a.py:\n  adds them up",
                "src/a.py: counts them\nsrc/a.py: adds them up"
            })
    void aWordInEveryDress(String said) {
        assertThat(FileReasons.in("DONE\n" + said + "\n", PATHS)).isEqualTo(Map.of("src/a.py", "adds them up"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/a.pyc: adds them up",
                "src/a.py adds them up",
                "src/a.py:12: return items",
                "src/a.py: -",
                "src/a.py",
                "b.py: which of the two?",
                "Makefile-old: is not it",
                "I changed src/a.py: it adds them up"
            })
    void whatIsNone(String said) {
        assertThat(FileReasons.in(said, PATHS)).isEmpty();
    }

    @Test
    void aLongOneIsCutAndTheLongerPathIsMeant() {
        assertThat(FileReasons.in("src/a.py.md: " + "ab ".repeat(100), PATHS))
                .containsOnlyKeys("src/a.py.md")
                .extractingByKey("src/a.py.md")
                .asString()
                .hasSize(FileReasons.LONGEST)
                .endsWith("…");
    }

    @Test
    void whereNothingWasSaidTheFirstSentenceOfWhatWasSaidThenStands() {
        Map<String, String> otherwise =
                Map.of("src/a.py", "It adds. And more.", "lib/b.py", "Acting", "gone", "Two words");
        assertThat(FileReasons.of("Makefile: tests it", otherwise, PATHS))
                .isEqualTo(Map.of("src/a.py", "It adds.", "Makefile", "tests it"));
    }
}
