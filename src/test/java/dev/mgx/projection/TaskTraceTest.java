package dev.mgx.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file leads to the checks whose commands name it. */
@Timeout(10)
class TaskTraceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    python3 add.py 2 3                | add.py
                    cd src && ./add.py                | add.py
                    cat n;python3 'src/add.py'      | src/add.py
                    node --import=./src/add.js a.js   | src/add.js
                    cat in.txt >out.txt; cat out.txt. | out.txt
                    python3 größe.py                  | größe.py
                    """)
    void aCommandNamesItsFiles(String command, String path) {
        assertThat(TaskTrace.naming(path)).accepts(command);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    python3 add.py 2 3      | dd.py
                    python3 src/add.py      | add.py
                    python3 ../add.py       | add.py
                    python3 add.py.bak      | add.py
                    java Todo.javax         | Todo.java
                    python3 größe.py        | e.py
                    python3 addxpy          | add.py
                    """)
    void aFileWhosePathIsInAnotherOnesIsNotNamed(String command, String path) {
        assertThat(TaskTrace.naming(path)).rejects(command);
    }
}
