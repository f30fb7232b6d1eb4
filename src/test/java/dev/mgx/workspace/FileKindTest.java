package dev.mgx.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class FileKindTest {
    @ParameterizedTest
    @CsvSource({
        "src/Main.java,text/x-java,java",
        "a.b/INDEX.HTML,text/html,html",
        "App.jsx,text/javascript,javascript",
        "App.tsx,text/typescript,typescript",
        "types.d.ts,text/typescript,typescript",
        "main.go,text/x-go,go",
        "lib.rs,text/x-rust,rust",
        "a.c,text/x-c,c",
        "a.h,text/x-c,c",
        "a.cpp,text/x-c++,cpp",
        "a.rb,text/x-ruby,ruby",
        "a.php,text/x-php,php",
        "a.pyi,text/x-python,python",
        "run.sh,text/x-shellscript,shell",
        "README.md,text/markdown,markdown",
        "a.yaml,application/yaml,yaml",
        "a.toml,application/toml,toml",
        "a.ini,text/x-ini,ini",
        "a.txt,text/plain,text",
        "a/Makefile,text/x-makefile,makefile",
        "CMakeLists.txt,text/x-cmake,cmake",
        "Dockerfile,text/x-dockerfile,dockerfile",
        ".env,text/x-properties,properties",
        "logo.png,image/png,binary"
    })
    void determinesTheKindByName(String path, String mimeType, String language) {
        assertThat(FileKind.of(path)).isEqualTo(new FileKind(mimeType, language));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LICENSE", "java", "a.java/notes", "a.unheard", "a.", ".", ""})
    void unknownFilesAreText(String path) {
        assertThat(FileKind.of(path)).isEqualTo(new FileKind("text/plain", "text"));
    }

    @Test
    void ignoresCase() {
        assertThat(FileKind.of("MAKEFILE")).isEqualTo(FileKind.of("makefile"));
        assertThat(FileKind.of("A.PY")).isEqualTo(FileKind.of("a.py"));
    }
}
