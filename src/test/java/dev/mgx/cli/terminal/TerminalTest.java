package dev.mgx.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class TerminalTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Terminal terminal(int columns, Map<String, String> environment) {
        return Terminal.of(Shell.stream(out), Shell.stream(out), null, columns, environment);
    }

    @Test
    void hasColoursOnATerminalOnly() {
        terminal(80, XTERM).line(Style.RED.of("red"));
        assertThat(Shell.text(out)).isEqualTo("\u001b[31mred\u001b[0m\n");
        out.reset();
        Terminal.plain(Shell.stream(out), Shell.stream(out)).line(Style.RED.of("red"));
        assertThat(Shell.text(out)).isEqualTo("red\n");
    }

    @Test
    void respectsWhoWantsNoColourAndADumbTerminal() {
        for (Map<String, String> no : List.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), Map.of("TERM", "dumb"))) {
            terminal(80, no).line(Style.RED.of("red"));
        }
        terminal(80, Map.of("TERM", "dumb")).status("working");
        assertThat(Shell.text(out)).isEqualTo("red\nred\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u009b2J", "\u0007", "\r", "\u202e", "\u2028", "\ud800", "\u0000"})
    void nothingFromElsewhereSteersTheTerminal(String evil) {
        Terminal terminal = terminal(80, XTERM);
        terminal.line("a" + evil + "b");
        terminal.cut(Style.PLAIN.of("a" + evil + "b"));
        terminal.wrapped(Style.PLAIN.of("a" + evil + "b"), Style.PLAIN.of(evil));
        terminal.note("a" + evil + "b");
        terminal.trace(new IllegalStateException("a" + evil + "b"));
        terminal.status("a" + evil + "b");
        assertThat(Shell.text(out)).doesNotContain(evil);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u009b2J",
                "\u0085",
                "\u007f",
                "\r",
                "\n",
                "\u202e",
                "\u2066",
                "\u200b",
                "\ufeff",
                "\u2028",
                "\u2029",
                "\u0000",
                "\udb40\udc01",
                "\u200d",
                "日本 🙂 \\u009b \\ \""
            })
    void whatWouldSteerATerminalIsEscapedInJsonWhichSaysTheSame(String evil) {
        Map<String, Object> event = Map.of("a" + evil, "b" + evil);
        terminal(80, XTERM).data(Json.write(event));
        String line = Shell.text(out).stripTrailing();
        assertThat(line).doesNotContainPattern("[\\p{Cntrl}[\\p{Cf}&&[^\u200d]]\\p{Cs}\u2028\u2029]");
        assertThat(Json.readMap(line)).isEqualTo(event);
    }

    @Test
    void halfAPairIsReplacedInJson() {
        terminal(80, XTERM).data("\"a\ud800b\"");
        assertThat(Shell.text(out)).isEqualTo("\"a\ufffdb\"\n");
    }

    @Test
    void aLineIsWrittenAboveWhatGoesOnNow() {
        Terminal terminal = terminal(80, XTERM);
        terminal.status("working");
        terminal.line("done");
        assertThat(Shell.text(out)).isEqualTo("\u001b[2mworking\u001b[0m\r\u001b[Kdone\n\u001b[2mworking\u001b[0m");
    }

    @Test
    void cutsAndWrapsToTheWidthOfTheTerminalInColumns() {
        Terminal terminal = terminal(40, Map.of("TERM", "xterm", "NO_COLOR", "1"));
        terminal.cut(Style.PLAIN.of("x".repeat(100)));
        terminal.cut(Style.PLAIN.of("日本".repeat(20)));
        terminal.wrapped(Style.PLAIN.of("word ".repeat(20)), Style.PLAIN.of("head  "));
        assertThat(Shell.text(out).lines())
                .allSatisfy(line -> assertThat(ShownText.width(line)).isLessThanOrEqualTo(40));
        assertThat(Shell.text(out).lines().toList()).contains("x".repeat(39) + "…", "日本".repeat(9) + "日…");
        assertThat(Shell.text(out)).contains("head  word word", "\n      word word");
    }

    @Test
    void theLogIsWrittenInWholeLinesAboveWhatGoesOnNow() {
        Terminal terminal = terminal(80, XTERM);
        terminal.status("working");
        PrintStream log = terminal.errorLines();
        log.print("WARN  slow");
        log.print(" disk\n");
        assertThat(Shell.text(out))
                .isEqualTo("\u001b[2mworking\u001b[0m\r\u001b[KWARN  slow disk\n\u001b[2mworking\u001b[0m");
    }

    @Test
    void breaksALineWithinAWordOnlyIfTheWordIsWiderThanIt() {
        assertThat(ShownText.wrap("see https://example.com/a/long/path now", 30))
                .containsExactly("see", "https://example.com/a/long/pat", "h now");
        assertThat(ShownText.wrap("  " + "x".repeat(25), 20)).containsExactly("  " + "x".repeat(18), "x".repeat(7));
    }

    @Test
    void theContentOfAFileIsUntouchedUnlessItGoesToATerminal() {
        Terminal.plain(Shell.stream(out), Shell.stream(out)).content("a\tb\u001b[2J\n\nc");
        assertThat(Shell.text(out)).isEqualTo("a\tb\u001b[2J\n\nc");
        out.reset();
        terminal(80, XTERM).content("a\u001b[2J\n\nc");
        assertThat(Shell.text(out)).isEqualTo("a\ufffd[2J\n\nc\n");
    }

    @Test
    void aBannerIsATableWhoseTextsGoOnBelowThemselves() {
        new BannerRows(terminal(40, Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .print("Using the server\nSandbox   Generated code runs in bubblewrap: no network");
        assertThat(Shell.text(out).lines())
                .containsExactly(
                        "Using the server", "Sandbox   Generated code runs in", "          bubblewrap: no network");
    }
}
