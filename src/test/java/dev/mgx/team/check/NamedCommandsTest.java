package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that a requirement writes out are kept word for word. */
@Timeout(10)
class NamedCommandsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`python3 count.py FILE` prints them|python3 count.py FILE",
                "run as java Wrap.java WIDTH, please|java Wrap.java WIDTH",
                "`roman.py 14` prints XIV|python3 roman.py 14",
                "`add TEXT` adds one, `list` prints all|python3 a.py add TEXT,python3 a.py list",
                "reads `add TEXT` from standard input|",
                "started with `python3 a.py`; `done N` ends one|python3 a.py done N",
                "it prints `refused` for `1. [ ] milk`|",
                "counts to the number given as the argument|python3 a.py ARGUMENT",
                "Tetris|"
            })
    void areFound(String text, String usage) {
        assertThat(new NamedCommands(new RequirementText(text)).usage("python3 a.py"))
                .isEqualTo(usage == null ? List.of() : List.of(usage.split(",")));
    }
}
