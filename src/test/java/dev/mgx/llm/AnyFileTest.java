package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.Draw;
import dev.mgx.testing.Property;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any file content survives prompts and answers unchanged: quotes, fences, headings, partial markers. */
@Timeout(60)
class AnyFileTest {
    private static final Draw<String> LINES = Draw.oneOf(
            "",
            " ",
            "```",
            "```java",
            "  ```",
            "## Heading",
            "=== FILE",
            "END FILE ===",
            "=== END",
            "\"\"\"",
            "'''",
            "\\\"quoted\\\"",
            "{\"json\": [1]}",
            "> quoted",
            "\t\tindented",
            "ümläut 日本語",
            "a === b === c",
            "---");

    private static final Draw<List<String>> LINES_OF_A_FILE = Draw.sequence(0, 12, LINES);

    @Test
    void survivesBetweenOtherText() throws Exception {
        Draw<List<String>> files =
                random -> List.of(content(LINES_OF_A_FILE.from(random)), content(LINES_OF_A_FILE.from(random)));
        Property.of(1, 1_000).holdsForAll(files, contents -> {
            FileBlock first = new FileBlock("a.md", contents.getFirst());
            FileBlock second = new FileBlock("b.md", contents.getLast());

            assertThat(FileBlock.in("Here they are:\n\n" + first.text() + "\n\nand\n" + second.text() + "\nDone."))
                    .containsExactly(first, second);
        });
    }

    @Test
    void losesAtMostItsEndIfTheAnswerIsTruncated() throws Exception {
        Property.of(2, 1_000).holdsForAllSequences(LINES_OF_A_FILE, lines -> {
            String content = content(lines);
            FileBlock block = new FileBlock("a.md", content);
            String broken = block.text().replace("=== END FILE ===", "");

            assertThat(FileBlock.in(broken)).singleElement().satisfies(found -> {
                assertThat(found.path()).isEqualTo("a.md");
                assertThat(content).startsWith(found.content().stripTrailing());
                assertThat(content.length() - found.content().length()).isLessThanOrEqualTo(4);
            });
        });
    }

    /** A text of awkward lines, the last one neither blank nor a closing fence. */
    private static String content(List<String> lines) {
        return "first\n" + String.join("\n", lines) + (lines.isEmpty() ? "" : "\n") + "last\n";
    }
}
