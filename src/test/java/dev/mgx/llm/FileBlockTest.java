package dev.mgx.llm;

import static org.assertj.core.api.Assertions.assertThat;

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
}
