package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files survive prompts and answers unchanged. */
@Timeout(10)
class FileBlockTest {

    @Test
    void survivesFencesAndHeadingsInside() {
        FileBlock block = new FileBlock("README.md", "# Title\n```java\ncode\n```\n\n## More\n```\nmore\n```\n");

        assertThat(FileBlock.in("Here it is:\n\n" + block.text() + "\nDone.")).containsExactly(block);
    }

    @Test
    void toleratesAMissingEnd() {
        assertThat(FileBlock.in("=== FILE a ===\none\n=== FILE b ===\ntwo"))
                .containsExactly(new FileBlock("a", "one\n"), new FileBlock("b", "two\n"));
    }

    @Test
    void dropsAFenceAroundTheWholeFile() {
        assertThat(FileBlock.in("=== FILE A.java ===\n```java\nclass A {}\n```\n=== END FILE ==="))
                .containsExactly(new FileBlock("A.java", "class A {}\n"));
    }

    @Test
    void dropsTheClosingFenceAroundABlockWithoutItsEnd() {
        assertThat(FileBlock.in("```java\n=== FILE A.java ===\nclass A {}\n\n```\n"))
                .containsExactly(new FileBlock("A.java", "class A {}\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=== FILE: a.py ===", "=== FILE `a.py` ===", "  === FILE \"a.py\" ===  ", "=== FILE 'a.py' ==="})
    void acceptsAPathInQuotes(String start) {
        assertThat(FileBlock.in(start + "\nx\n=== END FILE ===")).containsExactly(new FileBlock("a.py", "x\n"));
    }

    @Test
    void findsNothingInProse() {
        assertThat(FileBlock.in("no files here, === FILE neither === here")).isEmpty();
    }

    /** As CommonMark has fences: three or more of either sign, indented a little, with a language, and prose around. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "```python\nx\n```",
                "\n\n```py\nx\n```\n\nRun it with `python3 a.py`.",
                "~~~\nx\n~~~",
                "  ````python title=\"a\"\nx\n  ````",
                "```python\nx\n```\nRun it:\n```bash\npython3 a.py\n```",
                "```python\nx",
                "x<|im_end|>",
                "x\n<|endoftext|>\n",
                "x\n```",
            })
    void leavesOutFencesAndWhatIsAroundThem(String content) {
        assertThat(FileBlock.in("=== FILE a.py ===\n" + content + "\n=== END FILE ==="))
                .containsExactly(new FileBlock("a.py", "x\n"));
    }

    @Test
    void keepsTheFencesOfAProgramsOwnText() {
        String content = "text = '\n```\nsample\n```\n'\n";
        assertThat(FileBlock.in("=== FILE a.py ===\n```python\n" + content + "```\n=== END FILE ==="))
                .containsExactly(new FileBlock("a.py", content));
        assertThat(FileBlock.in("=== FILE a.py ===\n" + content + "=== END FILE ==="))
                .containsExactly(new FileBlock("a.py", content));
    }

    @Test
    void keepsTheFencesOfAReadme() {
        String content = "# T\n```bash\nmake\n```\nor\n```\nbuild\n```\nand\n";
        for (String wrapped : List.of(
                content,
                "```markdown\n" + content + "```\n",
                "````\n" + content + "````\n",
                "~~~md\n" + content + "~~~\nThat is all.\n")) {
            String start = wrapped.startsWith("````\n") ? "=== FILE T.txt ===" : "=== FILE T.md ===";
            assertThat(FileBlock.in(start + "\n" + wrapped + "=== END FILE ==="))
                    .as(wrapped)
                    .singleElement()
                    .extracting(FileBlock::content)
                    .isEqualTo(content);
        }
        String beginsWithOne = "```bash\nmake\n```\nor\n```\nbuild\n```\n";
        assertThat(FileBlock.in("=== FILE T.md ===\n" + beginsWithOne + "=== END FILE ==="))
                .containsExactly(new FileBlock("T.md", beginsWithOne));
    }

    @Test
    void asksWhereAFileEndsThatMayEndTwice() {
        String answer = "Here:\n=== FILE a.py ===\n```python\nx\n```\ny\n```\nz\n=== END FILE ===";
        assertThatThrownBy(() -> FileBlock.in(answer)).hasMessageContaining("a.py ends at line 5 of the answer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=== END FILE: a.py ===",
                "=== END FILE a.py ===",
                "== END FILE ==",
                "=== END OF FILE ===",
                "=== FILE END ===",
                "===END FILE===",
                "=== END FILE",
                "===\nEND FILE ==="
            })
    void acceptsAnEndInOtherWords(String end) {
        assertThat(FileBlock.in("===FILE: a.py===\nx\n" + end + "\nThat is all."))
                .containsExactly(new FileBlock("a.py", "x\n"));
    }
}
