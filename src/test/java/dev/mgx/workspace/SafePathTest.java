package dev.mgx.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only paths inside the project are accepted. */
@Timeout(10)
class SafePathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Main.java",
                "src/main/App.java",
                ".gitignore",
                "a..b",
                "docs/über uns.md",
                "日本語.txt",
                "...",
                "%2e%2e",
                "console.log",
                "com"
            })
    void acceptsPathsInsideTheProject(String path) {
        assertThat(new SafePath(path).text()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../x",
                "a/../b",
                "./a",
                "a/.",
                "a//b",
                "a/",
                "a\\b",
                "C:/x",
                "c:x",
                "a\u0000b",
                "a\nb",
                "a\u202Eb",
                " a",
                "a /b",
                "\uD800",
                "NUL",
                "src/aux.java",
                "Com1.tar.gz",
                "a/b/c/d/e/f/g/h/i/j/k"
            })
    void refusesUnsafePaths(String path) {
        assertThatThrownBy(() -> new SafePath(path))
                .isInstanceOf(UnsafePath.class)
                .hasMessageMatching("\"[^\\p{Cntrl}]*\" cannot be a project file: .+");
    }

    @Test
    void limitsTheLength() {
        assertThat(new SafePath("x".repeat(100)).text()).hasSize(100);
        assertThatThrownBy(() -> new SafePath("x".repeat(101))).isInstanceOf(UnsafePath.class);
        assertThatThrownBy(() -> new SafePath("x/".repeat(100) + "xx")).isInstanceOf(UnsafePath.class);
    }

    @Test
    void showsWhatChanged() {
        assertThat(UnifiedDiff.between("a.txt", "one\ntwo\n", "one\n2\n"))
                .isEqualTo("--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n");
        assertThat(UnifiedDiff.between("a.txt", "same\n", "same\n")).isEmpty();
        assertThat(UnifiedDiff.between("a.txt", "", "new\n")).contains("+new");
    }
}
