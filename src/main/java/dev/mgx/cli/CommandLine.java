package dev.mgx.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The commands of {@code ./mgx} and the codes they end with: 0 done, 1 the task did not succeed, 2 wrong
 * usage or no server, 3 succeeded but nothing could be run to prove it, 130 interrupted.
 */
public final class CommandLine {
    /** What a command ended with. */
    static final int OK = 0;

    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNVERIFIED = 3;
    static final int INTERRUPTED = 130;

    private final ServerLauncher launcher;
    private final List<Flag> flags;
    private final PrintStream out;
    private final PrintStream err;

    public CommandLine(ServerLauncher launcher, List<Flag> flags, PrintStream out, PrintStream err) {
        this.launcher = launcher;
        this.flags = List.copyOf(flags);
        this.out = out;
        this.err = err;
    }

    /** Does a command; blocks until it is done. Answers the code to exit with. */
    public int execute(String... args) {
        CommandSpec run = withFlags(CommandSpec.create())
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("REQUIREMENT")
                        .type(String.class)
                        .required(true)
                        .description("what is to be built, in plain words")
                        .build())
                .addOption(option("out", "DIR", "the folder for the result; default: one named after the task"))
                .addOption(option("server", "URL", "use this server instead of one inside this process"));
        run.usageMessage().description("Build something: give the requirement to the team and watch it work.");
        CommandSpec serve = withFlags(CommandSpec.create());
        serve.usageMessage().description("Run the server until it is stopped.");
        CommandSpec root = CommandSpec.create().name("mgx").addSubcommand("run", run).addSubcommand("serve", serve);
        root.usageMessage()
                .description("MGX Engine turns a requirement into working software by a team of AI agents.")
                .footer("", "Exit codes: 0 done · 1 the task did not succeed · 2 wrong usage or no server",
                        "            3 succeeded, but nothing could be run to prove it · 130 interrupted");
        root.mixinStandardHelpOptions(true).version("MGX Engine " + version());
        run.mixinStandardHelpOptions(true);
        serve.mixinStandardHelpOptions(true);
        picocli.CommandLine line = new picocli.CommandLine(root);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8)).setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        line.setExecutionStrategy(this::dispatch);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            err.println("mgx: " + failure.getMessage());
            return failure instanceof InterruptedException ? INTERRUPTED : USAGE;
        });
        return line.execute(args);
    }

    private int dispatch(ParseResult parsed) {
        Integer helped = picocli.CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (!parsed.hasSubcommand()) {
            parsed.commandSpec().commandLine().usage(err);
            return USAGE;
        }
        ParseResult command = parsed.subcommand();
        try {
            return switch (command.commandSpec().name()) {
                case "run" -> new RunCommand(launcher, out, err)
                        .run(
                                command.matchedPositionalValue(0, ""),
                                given(command),
                                command.matchedOptionValue("--out", ""),
                                command.matchedOptionValue("--server", ""));
                default -> new ServeCommand(launcher, out).serve(given(command));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return INTERRUPTED;
        } catch (IllegalArgumentException | IllegalStateException | ServerUnreachable e) {
            err.println("mgx: " + e.getMessage());
            return USAGE;
        }
    }

    private Map<String, String> given(ParseResult command) {
        Map<String, String> given = new HashMap<>();
        for (Flag flag : flags) {
            String value = command.matchedOptionValue("--" + flag.name(), "");
            if (!value.isEmpty()) {
                given.put(flag.setting(), value);
            }
        }
        return given;
    }

    private CommandSpec withFlags(CommandSpec spec) {
        flags.forEach(flag -> spec.addOption(option(flag.name(), "VALUE", flag.description())));
        return spec;
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder("--" + name)
                .paramLabel(label)
                .type(String.class)
                .description(description.replace("%", "%%"))
                .build();
    }

    private static String version() {
        String version = CommandLine.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }
}
