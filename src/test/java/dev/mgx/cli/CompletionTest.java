package dev.mgx.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts that complete commands, asked by the shells themselves. */
@Timeout(60)
class CompletionTest {
    /** A shell, which may not be installed. */
    enum CompletingShell {
        BASH,
        ZSH,
        FISH;

        private String command() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean isInstalled() {
            return Stream.of(System.getenv("PATH").split(":"))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, command())));
        }
    }

    @TempDir
    Path home;

    @BeforeEach
    void somethingToFind() throws IOException {
        Files.createDirectories(home.resolve(".config/fish/conf.d"));
        Files.writeString(home.resolve("notes.backup"), "");
    }

    @ParameterizedTest
    @EnumSource
    void offersCommandsOptionsValuesAndFiles(CompletingShell shell) throws Exception {
        assumeThat(shell.isInstalled())
                .as(
                        "%1$s is not installed, so its completion was not tested (Debian: apt-get install %1$s)",
                        shell.command())
                .isTrue();
        Path script = shell == CompletingShell.FISH
                ? home.resolve(".config/fish/conf.d/mgx.fish")
                : home.resolve("completion");
        Files.writeString(
                script,
                new Shell(home, Map.of()).mgx("completion", shell.command()).out());
        assertThat(offers(shell, script, "./mgx re")).containsExactlyInAnyOrder("rerun", "resume", "restore");
        assertThat(offers(shell, script, "mgx resume --max-"))
                .containsExactlyInAnyOrder("--max-cost", "--max-duration", "--max-tokens");
        assertThat(offers(shell, script, "mgx tasks --status I")).containsExactly("INTERRUPTED");
        assertThat(offers(shell, script, "mgx completion ")).containsExactlyInAnyOrder("bash", "zsh", "fish");
        assertThat(offers(shell, script, "mgx restore no")).containsExactly("notes.backup");
    }

    /** What a shell offers for the last word of a line. */
    private List<String> offers(CompletingShell shell, Path script, String line) throws Exception {
        return switch (shell) {
            case BASH -> said("bash", "-c", OF_BASH, "bash", script.toString(), line);
            case FISH ->
                said("fish", "-c", "complete -C $argv[1]", "--", line).stream()
                        .map(offer -> offer.split("\t", 2)[0])
                        .toList();
            case ZSH -> {
                Path offers = Files.createTempFile(home, "offers", "");
                said("zsh", "-f", ASKING_ZSH.toString(), script.toString(), line, offers.toString());
                yield Files.readAllLines(offers).stream().distinct().toList();
            }
        };
    }

    private static final Path ASKING_ZSH =
            Path.of("src/test/resources/dev/mgx/cli/completed.zsh").toAbsolutePath();

    /** What bash does when somebody presses Tab, without a terminal. */
    private static final String OF_BASH = """
            compopt() { :; }; source "$1"; [[ $(complete -p mgx) = *'-o default'*_complete_mgx* ]] || exit 1
            read -ra COMP_WORDS <<<"$2"; [[ $2 = *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]}-1))
            _complete_mgx; (( ${#COMPREPLY[@]} )) || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    private List<String> said(String... command) throws Exception {
        ProcessBuilder asking =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        asking.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        asking.environment().putAll(Map.of("HOME", home.toString(), "TERM", "dumb"));
        Process process = asking.start();
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList();
        assertThat(process.waitFor()).as("%s: %s", command[0], lines).isZero();
        return lines;
    }
}
