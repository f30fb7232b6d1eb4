package dev.mgx.cli.command;

import dev.mgx.cli.client.ExitCode;
import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.cli.link.CommandContext;
import dev.mgx.cli.link.Flag;
import dev.mgx.cli.link.OptionValues;
import dev.mgx.cli.link.SettingFlags;
import dev.mgx.cli.terminal.OnCtrlC;
import dev.mgx.cli.terminal.Terminal;
import dev.mgx.client.ServerRefused;
import dev.mgx.client.ServerUnreachable;
import dev.mgx.config.ShownUrl;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of {@code ./mgx}: parses and executes a command and returns its {@link ExitCode}. */
public final class CommandLine {
    private static final int MIN_HELP_COLUMNS = 55;
    private static final int MAX_HELP_COLUMNS = 100;

    private final Terminal terminal;
    private final CommandContext context;
    private final Supplier<List<Flag>> flags;

    /**
     * @param flags the settings that commands take as options; asked for when a command is parsed
     * @param program the name that the program was called by, for suggested commands
     */
    public CommandLine(ServerLauncher launcher, Supplier<List<Flag>> flags, Terminal terminal, String program) {
        this.terminal = terminal;
        this.flags = flags;
        context = new CommandContext(launcher, terminal, program);
    }

    private picocli.CommandLine commands(String... args) {
        List<CommandGroup> groups = CommandGroup.all(context);
        picocli.CommandLine commands = new picocli.CommandLine(new Root()).setCommandName(context.program());
        commands.getCommandSpec().version("MGX Engine " + version());
        for (Object command : CommandGroup.meant(groups, List.of(args))) {
            picocli.CommandLine line = new picocli.CommandLine(command);
            complete(line.getCommandSpec());
            commands.addSubcommand(line);
        }
        commands.addSubcommand(new HelpCommand());
        configure(commands);
        new HelpText(groups).applyTo(commands);
        return commands;
    }

    private void complete(CommandSpec spec) {
        SettingFlags.addTo(spec, flags.get());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("show this help")
                .build());
    }

    private void configure(picocli.CommandLine commands) {
        OptionValues.register(commands);
        commands.setExpandAtFiles(false) // a requirement may begin with an @
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(terminal.columns(), MIN_HELP_COLUMNS, MAX_HELP_COLUMNS))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setExecutionStrategy(this::run)
                .setParameterExceptionHandler(this::wrongUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    }

    /** Executes a command and returns its exit code. Blocks. */
    public int execute(String... args) {
        picocli.CommandLine commands = commands(args);
        if (args.length == 0) {
            commands.usage(commands.getOut());
            return ExitCode.OK;
        }
        return commands.execute(args);
    }

    /** Executes the command after what the user should know first. */
    private int run(ParseResult parsed) {
        ParseResult command = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (!command.isUsageHelpRequested()) {
            context.launcher()
                    .notices(SettingFlags.given(command.commandSpec()))
                    .forEach(terminal::note);
        }
        return new RunLast().execute(parsed);
    }

    private int wrongUsage(ParameterException wrong, String[] args) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String sentence = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(wrong.getMessage());
        terminal.problem(withoutPasswords(sentence, args));
        terminal.note("See " + command.qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** The sentence without passwords of URLs among the arguments, which it may quote, whole or their values. */
    private static String withoutPasswords(String sentence, String[] args) {
        String shown = sentence;
        for (String arg : args) {
            if (arg.contains("://")) {
                String value = arg.startsWith("-") ? arg.substring(arg.indexOf('=') + 1) : arg;
                shown = shown.replace(value, ShownUrl.of(value));
            }
        }
        return shown;
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        String word = wrong.getUnmatched().getFirst();
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String kind = word.startsWith("-")
                ? "Unknown option"
                : command.subcommands().isEmpty() ? "Unexpected argument" : "Unknown command";
        String meant = String.join(" or ", wrong.getSuggestions());
        return "%s '%s'%s".formatted(kind, word, meant.isEmpty() ? "" : "; did you mean %s?".formatted(meant));
    }

    private int failed(Exception failure) {
        return switch (failure) {
            case OnCtrlC.Interrupted interrupted -> ExitCode.INTERRUPTED;
            case InterruptedException interrupted -> {
                Thread.currentThread().interrupt();
                yield ExitCode.INTERRUPTED;
            }
            case ServerRefused refused -> {
                terminal.problem(refused.getMessage());
                yield exitCode(refused);
            }
            case ServerUnreachable unreachable -> usage(failure);
            case IllegalArgumentException wrong -> usage(failure);
            case IllegalStateException cannotStart -> usage(failure);
            case UncheckedIOException broken -> usage(failure);
            default -> {
                terminal.problem("Internal error: " + failure);
                terminal.trace(failure);
                yield ExitCode.FAILED;
            }
        };
    }

    private static int exitCode(ServerRefused refused) {
        return switch (refused.status()) {
            case 404 -> ExitCode.NOT_FOUND;
            case 400, 413, 422 -> ExitCode.USAGE;
            default -> ExitCode.FAILED;
        };
    }

    private int usage(Exception failure) {
        terminal.problem(failure.getMessage());
        return ExitCode.USAGE;
    }

    private static String version() {
        String version = CommandLine.class.getPackage().getImplementationVersion();
        return version == null ? "(built from source)" : version;
    }
}
