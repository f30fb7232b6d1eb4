package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs that a line starts, so that they can be looked for. */
@Timeout(10)
class ShellCommandsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "python3 a.py 1|python3",
                "^echo 'a | b' | node a.js^|node",
                "cd x && java Main.java > out.txt; cat out.txt|java,cat",
                "X=1 Y=2 sh run.sh|sh",
                "python3 a.py < in.txt 2>&1|python3",
                "echo hi|",
                "python3 -c \"print('x; ls')\"|python3"
            })
    void areFound(String line, String programs) {
        assertThat(String.join(",", new ShellCommands(line).programs())).isEqualTo(programs == null ? "" : programs);
    }
}
