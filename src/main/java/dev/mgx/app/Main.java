package dev.mgx.app;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.command.CommandLine;
import dev.mgx.cli.link.Flag;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.config.Setting;
import dev.mgx.config.SettingsFile;
import dev.mgx.file.ShellWord;
import dev.mgx.llm.http.Transport;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The entry point of the command line. The script {@code ./mgx} passes system properties: {@code mgx.columns}, the
 * width of the terminal, absent if standard output is not one; {@code mgx.answers}, whether standard input is a
 * terminal too; and {@code mgx.program}, the name the program was called by.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StandardOutput output = new StandardOutput();
        int exitCode = commandLine(output, args).execute(args);
        System.exit(exitCode == ExitCode.OK && output.isIncomplete() ? ExitCode.FAILED : exitCode);
    }

    /** The command line of a process that begins with these arguments. */
    static CommandLine commandLine(StandardOutput output, String... args) {
        // Numbers, times and names of steps are read by machines: written alike wherever somebody lives.
        Locale.setDefault(Locale.ROOT);
        Transport.allowHeadersOfConnections();
        logLevel(args);
        Launcher launcher = new Launcher(System.getenv(), SettingsFile.usual(System.getenv()));
        String program = ShellWord.quoted(System.getProperty("mgx.program", "./mgx"));
        Terminal terminal = terminal(output);
        System.setErr(terminal.errorLines()); // of the log, and of whoever else prints something
        return new CommandLine(launcher, Main::flags, terminal, program);
    }

    /** Always UTF-8, as JSON and terminals are, whatever the locale is. */
    private static Terminal terminal(StandardOutput output) {
        PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        int columns = Integer.getInteger("mgx.columns", 0);
        if (columns <= 0) {
            return Terminal.plain(out, err);
        }
        BufferedReader in = Boolean.getBoolean("mgx.answers")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : null;
        return Terminal.of(out, err, in, columns, System.getenv());
    }

    /**
     * Must run before anything is logged; the setting counts as soon as it was read. Commands other than {@code serve}
     * log only warnings, because their output is for people.
     */
    private static void logLevel(String[] args) {
        System.setProperty(
                Logging.LEVEL, args.length > 0 && args[0].equals("serve") ? Setting.LOG_LEVEL.defaultValue() : "WARN");
    }

    private static List<Flag> flags() {
        Flag file = new Flag(
                SettingsFile.OPTION,
                SettingsFile.OPTION,
                "file with settings (default mgx/mgx.properties in XDG_CONFIG_HOME, which is ~/.config if not set)");
        Stream<Flag> settings = Arrays.stream(Setting.values())
                .filter(setting -> !setting.secret())
                .map(setting -> new Flag(
                        setting.flag(),
                        setting.name(),
                        "%s (%s; default %s)".formatted(setting.purpose(), setting.accepts(), setting.defaultValue())));
        return Stream.concat(Stream.of(file), settings).toList();
    }
}
