package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.PropertyTimeout;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Whatever a file holds, quotes, fences, headings, half a marker, it comes through a prompt or an answer as it was. */
@PropertyTimeout(60)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class AnyFileTest {

    @Property(seed = "1")
    void comesThroughWithOthersAroundIt(@ForAll("files") String content, @ForAll("files") String other) {
        FileBlock first = new FileBlock("a.md", content);
        FileBlock second = new FileBlock("b.md", other);

        assertThat(FileBlock.in("Here they are:\n\n" + first.text() + "\n\nand\n" + second.text() + "\nDone."))
                .containsExactly(first, second);
    }

    @Property(seed = "2")
    void losesNothingButItsEndWhenTheAnswerBreaksOff(@ForAll("files") String content) {
        FileBlock block = new FileBlock("a.md", content);
        String broken = block.text().replace("=== END FILE ===", "");

        assertThat(FileBlock.in(broken)).singleElement().satisfies(found -> {
            assertThat(found.path()).isEqualTo("a.md");
            assertThat(content).startsWith(found.content().stripTrailing());
            assertThat(content.length() - found.content().length()).isLessThanOrEqualTo(4);
        });
    }

    /** Texts of nasty lines, each ended, the last one not blank and not a fence around everything. */
    @Provide
    Arbitrary<String> files() {
        Arbitrary<String> lines = Arbitraries.of(
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
        Arbitrary<List<String>> many = lines.list().ofMaxSize(12);
        return many.map(each -> "first\n" + String.join("\n", each) + (each.isEmpty() ? "" : "\n") + "last\n");
    }
}
