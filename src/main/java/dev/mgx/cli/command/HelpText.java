package dev.mgx.cli.command;

import dev.mgx.cli.terminal.ShownText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of commands. Unlike that of picocli it breaks lines between words only, and has its commands in groups. */
record HelpText(List<CommandGroup> groups) {
    private static final String INDENT = "  ";

    /** As far as descriptions may be pushed to the right. */
    private static final int MAX_LEFT = 24;

    /**
     * A line of a list.
     *
     * @param left as it is measured
     * @param styled as it is printed
     */
    private record Row(String left, String styled, String right) {}

    /** Has all these commands print such help. */
    void applyTo(CommandLine commands) {
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(commands.getHelpSectionMap());
        sections.put(
                UsageMessageSpec.SECTION_KEY_HEADER,
                help -> paragraphs(help, help.commandSpec().usageMessage().header()));
        sections.put(
                UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                help -> paragraphs(help, help.commandSpec().usageMessage().description()));
        sections.put(
                UsageMessageSpec.SECTION_KEY_FOOTER,
                help -> paragraphs(help, help.commandSpec().usageMessage().footer()));
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpText::arguments);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST, HelpText::exitCodes);
        commands.setHelpSectionMap(sections);
    }

    private static String paragraphs(Help help, String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.replace("%%", "%"))
                .flatMap(text -> ShownText.wrap(text, width(help)).stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** Parameters, then options by their names, in one list. */
    private static String arguments(Help help) {
        CommandSpec command = help.commandSpec();
        List<Row> rows = new ArrayList<>();
        command.positionalParameters()
                .forEach(each ->
                        rows.add(row("    " + each.paramLabel(), scheme(help).parameterText(each.paramLabel()), each)));
        command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(option -> option.longestName().toLowerCase(Locale.ROOT)))
                .forEach(option -> rows.add(row(help, option)));
        return rows.isEmpty() ? "" : "\n" + list(rows, width(help));
    }

    private static Row row(Help help, OptionSpec option) {
        String names = String.join(", ", option.names());
        String indent = option.names()[0].startsWith("--") ? "    " : "";
        String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        return row(indent + names + label, scheme(help).optionText(names + label), option);
    }

    private static Row row(String left, Help.Ansi.Text styled, ArgSpec argument) {
        String indent = left.substring(0, left.length() - left.stripLeading().length());
        String text = String.join(" ", argument.description()).replace("%%", "%");
        return new Row(left, indent + styled, text);
    }

    private String commands(Help help) {
        if (help.commandSpec().subcommands().isEmpty()) {
            return "";
        }
        int width = width(help);
        int left = groups.stream()
                .flatMap(group -> group.commands().stream())
                .mapToInt(command -> CommandGroup.annotation(command).name().length())
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (CommandGroup group : groups) {
            List<Row> rows = group.commands().stream()
                    .map(CommandGroup::annotation)
                    .map(command -> new Row(
                            ("%-" + left + "s").formatted(command.name()),
                            scheme(help)
                                    .commandText(("%-" + left + "s").formatted(command.name()))
                                    .toString(),
                            String.join(" ", command.header())))
                    .toList();
            text.append('\n').append(group.title()).append(":\n").append(list(rows, width));
        }
        return text.toString();
    }

    private static String exitCodes(Help help) {
        List<Row> rows = help.commandSpec().usageMessage().exitCodeList().entrySet().stream()
                .map(each -> new Row("%3s".formatted(each.getKey()), "%3s".formatted(each.getKey()), each.getValue()))
                .toList();
        return list(rows, width(help));
    }

    /** Two columns; a left one that is too long has a line of its own. */
    private static String list(List<Row> rows, int width) {
        int left = rows.stream()
                .mapToInt(row -> row.left().length())
                .filter(length -> length <= MAX_LEFT)
                .max()
                .orElse(MAX_LEFT);
        String below = INDENT + " ".repeat(left) + INDENT;
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            text.append(INDENT).append(row.styled());
            boolean beside = row.left().length() <= left;
            text.append(beside ? " ".repeat(left - row.left().length()) + INDENT : "\n" + below);
            text.append(String.join("\n" + below, ShownText.wrap(row.right(), width - below.length())))
                    .append('\n');
        }
        return text.toString();
    }

    private static ColorScheme scheme(Help help) {
        return help.colorScheme();
    }

    private static int width(Help help) {
        return help.commandSpec().usageMessage().width();
    }
}
