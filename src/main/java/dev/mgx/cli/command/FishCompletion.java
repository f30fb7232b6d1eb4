package dev.mgx.cli.command;

import dev.mgx.file.ShellWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The script that completes commands and options in fish. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(String name, CommandSpec root) {
        StringBuilder script = new StringBuilder();
        script.append("# Completes %1$s in fish; made by: %1$s completion fish\n".formatted(name));
        line(script, name, "-f");
        for (Map.Entry<String, CommandLine> each : root.subcommands().entrySet()) {
            CommandSpec command = each.getValue().getCommandSpec();
            String header = first(command.usageMessage().header());
            line(script, name, "-n __fish_use_subcommand -a %s -d %s".formatted(each.getKey(), quoted(header)));
            String within = "-n '__fish_seen_subcommand_from %s'".formatted(each.getKey());
            command.options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> line(script, name, within + " " + option(option)));
            command.positionalParameters().stream()
                    .map(FishCompletion::values)
                    .filter(values -> !values.isEmpty())
                    .forEach(values -> line(script, name, within + " " + values));
        }
        return script.toString();
    }

    private static void line(StringBuilder script, String name, String rest) {
        script.append("complete -c ").append(name).append(' ').append(rest).append('\n');
    }

    private static String option(OptionSpec option) {
        StringBuilder text = new StringBuilder();
        for (String each : option.names()) {
            text.append(each.startsWith("--") ? "-l " + each.substring(2) : "-s " + each.substring(1))
                    .append(' ');
        }
        if (option.arity().max() > 0) {
            Iterable<String> values = option.completionCandidates();
            boolean path =
                    option.paramLabel().equals("DIR") || option.paramLabel().equals("FILE");
            text.append(path ? "-r -F " : "-x ")
                    .append(values == null ? "" : "-a " + quoted(String.join(" ", values)) + " ");
        }
        return text + "-d " + quoted(first(option.description()));
    }

    private static String values(PositionalParamSpec parameter) {
        Iterable<String> values = parameter.completionCandidates();
        if (values != null) {
            return "-a " + quoted(String.join(" ", values));
        }
        return parameter.type().equals(Path.class) ? "-F" : "";
    }

    private static String first(String... texts) {
        return List.of(texts).stream().findFirst().orElse("").replace("%%", "%").replaceAll(": ?\\$\\{[^}]*}", "");
    }

    private static String quoted(String text) {
        return ShellWord.quoted(text);
    }
}
