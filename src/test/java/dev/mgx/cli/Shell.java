package dev.mgx.cli;

import dev.mgx.app.Launcher;
import dev.mgx.cli.command.CommandLine;
import dev.mgx.cli.link.Flag;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.config.SettingsFile;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command line in this process, without a terminal, on a data folder. */
public final class Shell {
    private final Path dataFolder;
    private final Map<String, String> environment;

    /** @param environment settings by name */
    public Shell(Path dataFolder, Map<String, String> environment) {
        this.dataFolder = dataFolder;
        this.environment = environment;
    }

    /** The exit code and output of a command. */
    public record Output(int exitCode, String out, String err) {}

    public Output mgx(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(stream(out), stream(err));
        return new Output(line(terminal).execute(args), text(out), text(err));
    }

    /** The same on a terminal where a person has typed something already. */
    public Output typing(String typed, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.of(
                stream(out),
                stream(out),
                new BufferedReader(new StringReader(typed)),
                100,
                Map.of("TERM", "xterm", "NO_COLOR", "1"));
        return new Output(line(terminal).execute(args), text(out), "");
    }

    CommandLine line(Terminal terminal) {
        Launcher launcher = new Launcher(environment, new SettingsFile(dataFolder.resolve("no-such-file"), false));
        Flag file = new Flag(SettingsFile.OPTION, SettingsFile.OPTION, "the settings file");
        Flag folder = new Flag("data-dir", "MGX_DATA_DIR", "the folder");
        Flag port = new Flag("port", "MGX_PORT", "the port");
        return new CommandLine(launcher, () -> List.of(file, folder, port), terminal, "mgx");
    }

    public static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    public static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
