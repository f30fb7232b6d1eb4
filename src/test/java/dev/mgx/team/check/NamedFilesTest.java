package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** File names that a requirement writes out. */
@Timeout(10)
class NamedFilesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Write roman.py, please.|roman.py",
                "A Node.js program, query.js (node 20), no Express.js|query.js",
                "Bank.java reads data.csv and src/util.py|Bank.java,data.csv,src/util.py",
                "See https://example.com/a.html or mail a@b.py|",
                "version 3.11 and i.e. nothing|"
            })
    void areFound(String text, String files) {
        assertThat(new NamedFiles(text).all()).isEqualTo(files == null ? List.of() : List.of(files.split(",")));
    }
}
