package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways to call a program that a requirement writes out. */
public record NamedCommands(RequirementText requirement) {
    private static final int MOST = 50;

    private static final Pattern CODE = Pattern.compile("`([^`\\n]{1,200})`");
    private static final Pattern IN_PROSE = Pattern.compile(
            "\\b((?:python3?|node|java|sh)[ \\t]+[\\w/-]+\\.(?:py|js|mjs|java|sh)(?:[ \\t]+(?:[A-Z]{1,20}|<\\w+>))*)(?![\\w.])");

    /** A word and placeholders for what follows it, such as {@code add TEXT}. */
    private static final Pattern SUBCOMMAND =
            Pattern.compile("[a-z][a-z-]{1,20}(?:[ \\t]+(?:[A-Z][A-Z_0-9]*|<\\w+>))*");

    /** What stands before a word that is printed, not typed. */
    private static final Pattern PRINTED = Pattern.compile(
            "(?i)\\b(?:prints?|says?|outputs?|shows?|returns?|writes?|lines?|word|text|file|folder|called|named)\\s*$");

    private static final Set<String> RUNTIMES = Set.of("python3", "python", "node", "java", "sh");

    /**
     * The command lines, each once.
     *
     * @param start the command that starts the program, before which subcommands are not written
     */
    public List<String> usage(String start) {
        List<String> usage = new ArrayList<>();
        List<String> subcommands = new ArrayList<>();
        boolean typedIn = requirement.says("standard input") || requirement.says("stdin");
        Matcher code = CODE.matcher(requirement.text());
        while (code.find()) {
            String text = code.group(1).strip();
            Optional<String> command = command(text);
            if (command.isPresent()) {
                add(usage, command.get());
            } else if (!typedIn && !start.isEmpty() && SUBCOMMAND.matcher(text).matches() && !isPrinted(code.start())) {
                add(subcommands, start + " " + text);
            }
        }
        Matcher prose = IN_PROSE.matcher(requirement.text());
        while (prose.find()) {
            command(prose.group(1)).ifPresent(command -> add(usage, command));
        }
        usage.removeIf(line -> line.equals(start) && usage.size() + subcommands.size() > 1);
        usage.addAll(subcommands);
        boolean takesArgument = !typedIn && requirement.mentions("argument");
        return usage.isEmpty() && takesArgument && !start.isEmpty()
                ? List.of(start + " ARGUMENT")
                : usage.subList(0, Math.min(usage.size(), MOST));
    }

    private boolean isPrinted(int at) {
        return PRINTED.matcher(requirement.text().substring(Math.max(0, at - 20), at))
                .find();
    }

    private static void add(List<String> lines, String line) {
        if (!lines.contains(line)) {
            lines.add(line);
        }
    }

    /** The line with its runtime before it; empty if it starts no program. */
    private static Optional<String> command(String text) {
        String first = text.split("\\s+", 2)[0];
        Optional<String> start = NamedFiles.start(first);
        if (start.isPresent()) {
            return text.equals(first) ? Optional.empty() : start.map(line -> line + text.substring(first.length()));
        }
        boolean runs =
                RUNTIMES.contains(first) && !new NamedFiles(text).programs().isEmpty();
        return runs ? Optional.of(text) : Optional.empty();
    }
}
