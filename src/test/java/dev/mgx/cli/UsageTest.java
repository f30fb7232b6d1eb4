package dev.mgx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class UsageTest {
    @TempDir
    Path folder;

    private Output mgx(String... args) {
        return new Shell(folder, Map.of()).mgx(args);
    }

    @Test
    void aloneItShowsItsCommandsAndExitCodes() {
        Output output = mgx();
        assertThat(output.exitCode()).isZero();
        assertThat(output.out())
                .contains(
                        "run ", "serve", "tasks", "watch", "say", "edit", "approve", "stop", "resume", "export",
                        "delete", "backup", "restore", "doctor")
                .contains("3    the task succeeded, but its tests could not be run", "130   interrupted");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : List.of(
                "run", "serve", "tasks", "watch", "say", "edit", "approve", "stop", "resume", "export", "delete",
                "backup", "restore", "doctor")) {
            Output help = mgx("help", command);
            assertThat(help.exitCode()).isZero();
            assertThat(help.out()).contains("Usage: mgx " + command, "--data-dir");
            assertThat(mgx(command, "--help").out()).isEqualTo(help.out());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rum | Unknown command 'rum'; did you mean run or resume?",
                "watchs x | Unknown command 'watchs'; did you mean watch?",
                "run --aprove-plan x | Unknown option '--aprove-plan'; did you mean --approve-plan?",
                "run | Missing required parameter: 'REQUIREMENT'",
                "stop a b | Unexpected argument 'b'",
                "run --max-duration 5x x | '5x' is not a duration like 600",
                "run --max-tokens abc x | must be a whole number, was 'abc'",
                "tasks --limit 1.5 | must be a whole number, was '1.5'",
                "run --max-cost much x | must be a number, was 'much'",
                "tasks --status odd | expected one of",
                "run --server nix:// x | is not a server address",
                "run --server ftp://me:secret@host/?key=secret x | 'ftp://…@host/?…' is not a server address",
                "run --server http://me:12/secret@host:8000 x | 'http://…@host:8000' is not a server address",
                "run --server http://me:se/secret@host:8000 x | 'http://…@host:8000' is not a server address",
                "run --server me:se@secret@host:8000 x | '…@host:8000' is not a server address",
                "run --server http://me:se#secret@host x | 'http://…' is not a server address",
                "run --server http://host/?key=secret x | 'http://host/?…' is not a server address",
                "tasks --databse-url=postgresql://u:secret@h/d | Unknown option '--databse-url=postgresql://…@h/d'",
                "tasks --limit http://u:secret@h | was 'http://…@h'",
                "stop a http://u:secret@h | Unexpected argument 'http://…@h'"
            })
    void wrongUsageIsOneSentenceAndAHint(String line, String sentence) {
        Output output = mgx(line.split(" ", -1));
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).startsWith("mgx: ").contains(sentence).doesNotContain("secret");
        assertThat(output.err().lines().count()).isLessThanOrEqualTo(2);
    }
}
