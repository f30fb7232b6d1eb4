package dev.mgx.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class TextSpanTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Second one          | First. Second one. Third.   | Second one
            second ONE.         | First. Second one. Third.   | Second one
            “Second one.”       | First. Second one. Third.   | Second one
            Second  one         | First. Second     one!      | Second     one
            Größe               | 🙂🙂 die GRÖSSE, die größe 🙂 | größe
            🙂                  | a 🙂 b                      | 🙂
            First               | First                       | First
            """)
    void isFoundWhereItWasQuotedFrom(String sentence, String text, String quoted) {
        TextSpan found = TextSpan.of(sentence, text).orElseThrow();
        assertThat(text.substring(text.offsetByCodePoints(0, found.start()), text.offsetByCodePoints(0, found.end())))
                .isEqualTo(quoted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Something else | First. Second.
            ``             | First.
            ...            | First.
            First          | ``
            """)
    void isNotFoundWhereItIsNot(String sentence, String text) {
        assertThat(TextSpan.of(sentence, text)).isEmpty();
    }

    @Test
    void takesNoLongForLongTexts() {
        assertThat(TextSpan.of("a ".repeat(30_000) + "b", "a ".repeat(32_000))).isEmpty();
        String million = "a".repeat(1 << 20);
        assertThat(TextSpan.of(million.substring(1 << 19) + "b", million)).isEmpty();
        assertThat(TextSpan.of("!".repeat(1 << 20) + "b" + "(".repeat(1 << 20), million))
                .isEmpty();
        assertThat(TextSpan.of("b" + "!".repeat(1 << 20) + "b", million)).isEmpty();
        assertThat(TextSpan.of("\"".repeat(1 << 20) + "b" + "!".repeat(1 << 20), million + "B"))
                .contains(new TextSpan(1 << 20, (1 << 20) + 1));
    }
}
