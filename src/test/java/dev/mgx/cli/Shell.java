package dev.mgx.cli;

import dev.mgx.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The command line in this process, without a terminal, on a data folder. */
final class Shell {
    private final Path dataFolder;
    private final Map<String, String> environment;

    /** @param environment settings by name */
    Shell(Path dataFolder, Map<String, String> environment) {
        this.dataFolder = dataFolder;
        this.environment = environment;
    }

    /** What a command ended with and said. */
    record Said(int exitCode, String out, String err) {}

    Said mgx(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = Terminal.plain(stream(out), stream(err));
        return new Said(line(terminal).execute(args), text(out), text(err));
    }

    CommandLine line(Terminal terminal) {
        Launcher launcher = new Launcher(environment, dataFolder.resolve("no-such-file"));
        Flag folder = new Flag("data-dir", "MGX_DATA_DIR", "the folder");
        Flag port = new Flag("port", "MGX_PORT", "the port");
        return new CommandLine(launcher, List.of(folder, port), terminal, "mgx");
    }

    static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
