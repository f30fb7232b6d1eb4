package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.team.check.CommandRules.Ruling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands of an agent are run, asked about, and not run. */
@Timeout(10)
class CommandRulesTest {
    private static final CommandRules RULES =
            CommandRules.of(List.of("allow git log*", "ask git *", "deny rm -r*", "deny *curl*"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "ls -l                             # ALLOW # ",
                "git log --stat                    # ALLOW # allow git log*",
                "git push origin main              # ASK   # ask git *",
                "cd src && git  'push'             # ASK   # ask git *",
                "LANG=C git push                   # ASK   # ask git *",
                "if git push; then rm -rf .; fi    # DENY  # deny rm -r*",
                "git log | xargs curl              # DENY  # deny *curl*",
                "echo 'git push'                   # ALLOW # "
            })
    void theStrictestOfItsCommandsCounts(String script, Ruling ruling, String rule) {
        CommandRules.Verdict verdict = RULES.verdict(script);

        assertThat(verdict.ruling()).isEqualTo(ruling);
        if (ruling != Ruling.ALLOW) {
            assertThat(verdict.rule()).isEqualTo(rule);
        }
    }

    @Test
    void everyLineOfAScriptCounts() {
        assertThat(RULES.verdict("ls\nrm -rf src\ngit push").ruling()).isEqualTo(Ruling.DENY);
        assertThat(CommandRules.NONE.verdict("rm -rf /").ruling()).isEqualTo(Ruling.ALLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"git push", "allow", "permit ls", ""})
    void whatIsNoRuleIsRefused(String rule) {
        assertThatThrownBy(() -> CommandRules.of(List.of(rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"%s\" is no rule; one is like: ask git push*", rule);
    }
}
