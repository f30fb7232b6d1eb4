package dev.mgx.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ShellWordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a b", "it's", "\"q\"", "$HOME", "`id`", "a\nb", "x;y", "*", "漢字", "!", "a'b'c", "~", "~root", "#"
            })
    void aShellReadsItAsItIs(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s " + ShellWord.quoted(word)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"./mgx", "/home/me/data", "~/data", "--out=x", "http://127.0.0.1:8000", "a-b_c.d"})
    void aPlainWordStaysAsItIs(String word) {
        assertThat(ShellWord.quoted(word)).isEqualTo(word);
    }
}
