package dev.mgx.sandbox;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.SECONDS)
class CommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "/etc/passwd", "../up", "a/../../up", "a//b", "a/", "./a", "nul\0", "line\nend", "\u007f"})
    void refusesAPathOutsideTheProject(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> command(Map.of(path, "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b.c", ".hidden", "..a", "with blank", "größe.txt", "-rf"})
    void acceptsAPathInsideTheProject(String path) {
        assertThatNoException().isThrownBy(() -> command(Map.of(path, "")));
    }

    @Test
    void refusesAFileThatIsAlsoAFolder() {
        assertThatIllegalArgumentException().isThrownBy(() -> command(Map.of("a/b", "", "a/b/c", "")));
    }

    @Test
    void refusesACommandWithoutAProgramOrATimeout() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Command(List.of(), Map.of(), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Command(List.of("a\0b"), Map.of(), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Command(List.of("a"), Map.of(), Duration.ZERO));
    }

    private static Command command(Map<String, String> files) {
        return new Command(List.of("true"), files, Duration.ofSeconds(1));
    }
}
