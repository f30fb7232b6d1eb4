package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A debugger is shown the calls of the program, not those of libraries. */
@Timeout(10)
class StackTraceTest {
    private static String shown(String errors) {
        StepOutcome step = new StepOutcome("run", "", errors, 1, null);
        return new CheckOutcome("C1", false, List.of(step))
                .textWithoutLibraries()
                .substring("$ run\n".length());
    }

    @Test
    void ofPythonTheCallWithItsLineGoes() {
        assertThat(shown("""
                Traceback (most recent call last):
                  File "/project/calc.py", line 24, in <module>
                    calculate(expression)
                  File "/project/calc.py", line 6, in calculate
                    re.fullmatch(r'([+-*]*)', expression)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  File "/usr/lib/python3.11/re/__init__.py", line 171, in fullmatch
                    return _compile(pattern, flags).fullmatch(string)
                           ^^^^^^^^^^^^^^^^^^^^^^^^
                  File "<frozen codecs>", line 5, in decode
                re.error: bad character range +-* at position 2
                """)).isEqualTo("""
                Traceback (most recent call last):
                  File "/project/calc.py", line 24, in <module>
                    calculate(expression)
                  File "/project/calc.py", line 6, in calculate
                    re.fullmatch(r'([+-*]*)', expression)
                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                re.error: bad character range +-* at position 2""");
    }

    @Test
    void ofNodeAndJavaTheCallsOfTheirOwnModulesGo() {
        assertThat(shown("""
                /project/a.js:3
                    throw new Error("no");
                    ^

                Error: no
                    at run (/project/a.js:3:11)
                    at Object.<anonymous> (/project/a.js:6:1)
                    at Module._compile (node:internal/modules/cjs/loader:1554:14)
                    at node:internal/main/run_main_module:36:49

                Node.js v22.1.0
                """)).isEqualTo("""
                /project/a.js:3
                    throw new Error("no");
                    ^

                Error: no
                    at run (/project/a.js:3:11)
                    at Object.<anonymous> (/project/a.js:6:1)

                Node.js v22.1.0""");
        assertThat(shown("""
                Exception in thread "main" java.lang.NumberFormatException: For input string: "x"
                \tat java.base/java.lang.Integer.parseInt(Integer.java:652)
                \tat Bank.main(Bank.java:9)
                \tat java.base/java.lang.reflect.Method.invoke(Method.java:565)
                """)).isEqualTo("""
                Exception in thread "main" java.lang.NumberFormatException: For input string: "x"
                \tat Bank.main(Bank.java:9)""");
    }

    @Test
    void whatIsNoStackTraceStays() {
        String said = "usage:\n    at least one number\n  File \"a.txt\" is missing\n    see help";

        assertThat(shown(said)).isEqualTo(said);
    }
}
