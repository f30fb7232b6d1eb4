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
                "a\u2066b",
                "a\u3164b",
                "a\uFE0Fb",
                "a\u2028b",
                "...",
                "a./b",
                "a:b",
                "COM\u00b9",
                "conin$",
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                ".git",
                "deep/in/.Git/config",
                ".GIT/config",
                "\uFF0Egit/config",
                "GIT~1/config",
                "git~12/config",
                "VSCODE~1",
                ".git /config",
                ".git./config",
                ".git. . /config",
                ".git::$INDEX_ALLOCATION/config",
                ".g\u200Cit/config",
                "\uFEFF.git/config",
                ".gi\u034Ft/config",
                "repo/HEAD",
                ".hg/hgrc",
                "_darcs/prefs/defaults",
                ".jj",
                ".vscode/tasks.json",
                ".v\u017Fcode/tasks.json",
                "app.code-workspace",
                ".idea/runConfigurations/a.xml",
                ".zed/settings.json",
                ".devcontainer/devcontainer.json",
                ".devcontainer.json",
                ".vimrc",
                ".exrc",
                ".nvim.lua",
                ".dir-locals.el",
                ".claude/settings.json",
                ".mcp.json",
                ".envrc",
                "sub/.ENVRC",
                ".direnv/x",
                "mise.toml",
                ".config/mise/config.toml",
                "mise/config.toml",
                ".tool-versions",
                ".venv/bin/activate",
                ".bashrc",
                ".zshenv",
                ".gdbinit",
                ".irbrc",
                ".Rprofile",
                ".npmrc",
                ".yarnrc.yml",
                ".pnpmfile.cjs",
                "Desktop.ini",
                "autorun.inf",
                "readme.LNK",
                ".directory"
            })
    void refusesNamesThatAToolObeysUnasked(String path) {
        assertThatThrownBy(() -> new SafePath(path)).isInstanceOf(UnsafePath.class);
    }

    @Test
    void saysWhoObeysAName() {
        assertThat(UnsafePath.sentence("a/.git/config"))
                .hasValue(
                        "\"a/.git/config\" cannot be a project file: \".git\" is obeyed by version control, with every"
                                + " command and in many prompts, and may run a command unasked; the project must do without");
        assertThat(UnsafePath.sentence("a.git/config")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".gitignore",
                ".gitkeep",
                ".gitattributes",
                ".gitmodules",
                ".editorconfig",
                ".env",
                ".env.example",
                ".dockerignore",
                ".github/workflows/build.yml",
                ".gitlab-ci.yml",
                ".eslintrc.js",
                ".prettierrc",
                ".mvn/wrapper/maven-wrapper.properties",
                ".cargo/config.toml",
                ".bazelrc",
                ".husky/pre-commit",
                ".pre-commit-config.yaml",
                ".nvmrc",
                ".htaccess",
                "conftest.py",
                "models/head/layers.py",
                "config",
                "git/config",
                "vscode/tasks.json",
                "profile.txt",
                "mise.md",
                "notes~old.txt"
            })
    void acceptsWhatActsOnlyWhenAskedOrNotAtAll(String path) {
        assertThat(new SafePath(path).text()).isEqualTo(path);
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
