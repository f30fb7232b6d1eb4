package dev.mgx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell.Output;
import dev.mgx.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
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
    private static final List<String> COMMANDS = List.of(
            "run",
            "say",
            "edit",
            "resume",
            "rerun",
            "tasks",
            "show",
            "watch",
            "logs",
            "open",
            "files",
            "cat",
            "diff",
            "export",
            "apply",
            "approve",
            "stop",
            "delete",
            "serve",
            "doctor",
            "backup",
            "restore",
            "completion");

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
                .contains("Build:", "Look:", "Files:", "Control:", "Server and setup:")
                .contains(COMMANDS)
                .contains("  3  the task succeeded, but its tests could not be run", "130  interrupted", "'last'");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command : COMMANDS) {
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
                "rum | Unknown command 'rum'; did you mean run or rerun or resume?",
                "watchs x | Unknown command 'watchs'; did you mean watch or cat?",
                "run --aprove-plan x | Unknown option '--aprove-plan'; did you mean --approve-plan?",
                "run | Missing required parameter: 'REQUIREMENT'",
                "stop a b | Unexpected argument 'b'",
                "run --max-duration 5x x | '5x' is not a duration like 600",
                "run --max-tokens abc x | must be a whole number, was 'abc'",
                "tasks --limit 1.5 | must be a whole number, was '1.5'",
                "run --max-cost much x | must be a number, was 'much'",
                "tasks --status odd | expected one of",
                "diff a --runs 3-4 | '3-4' is not a range like 1..3",
                "diff a --runs 1 | '1' is not a range like 1..3",
                "diff a --versions 1..2 | --versions is for one FILE",
                "cat a b --version 0 | --version is 0, but must be at least 1",
                "resume --max-duration soon a | 'soon' is not a duration like 600",
                "completion tcsh | expected one of [bash, zsh, fish]",
                "run --test x y | --test is for a repository; name it with --repo DIR",
                "run --include-changes x | --include-changes is for a repository; name it with --repo DIR",
                "run --repo /dev/null x | /dev/null",
                "export a --patch x --zip y | Use one of --out, --zip and --patch",
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

    /** What a command's help is on a terminal of this width. */
    private String help(int columns, String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.of(
                Shell.stream(out), Shell.stream(out), null, columns, Map.of("TERM", "xterm", "NO_COLOR", "1"));
        assertThat(new Shell(folder, Map.of()).line(terminal).execute("help", command))
                .isZero();
        return Shell.text(out);
    }

    @Test
    void helpFitsANarrowTerminalAndBreaksNoWord() {
        for (String command : COMMANDS) {
            String narrow = help(60, command);
            assertThat(narrow.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
            assertThat(narrow.split("\\s+"))
                    .as(command)
                    .isEqualTo(help(100, command).split("\\s+"));
        }
    }

    @Test
    void theScriptForFishSaysWhatEachOptionIsFor() {
        String script = mgx("completion", "fish").out();
        assertThat(script)
                .contains(
                        "complete -c mgx -n __fish_use_subcommand -a rerun -d 'Build a task'\\''s requirement again.'",
                        "complete -c mgx -n '__fish_seen_subcommand_from tasks' -l status -x -a 'PENDING RUNNING INTERRUPTED",
                        "complete -c mgx -n '__fish_seen_subcommand_from tasks' -s n -l limit -x -d ",
                        "complete -c mgx -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'",
                        "complete -c mgx -n '__fish_seen_subcommand_from backup' -F")
                .doesNotContain("${", "--");
    }
}
