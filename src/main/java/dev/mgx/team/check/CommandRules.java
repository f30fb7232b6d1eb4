package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which commands of an agent may run, and about which a person is asked. They go by words that stand in a script; what the shell works
 * out of others is not seen, so that they are for manners, and the sandbox is for safety.
 */
public final class CommandRules {
    public static final CommandRules NONE = new CommandRules(List.of());

    /** From the mildest to the strictest. */
    public enum Ruling {
        ALLOW,
        ASK,
        DENY
    }

    /**
     * What is ruled of a script.
     *
     * @param rule as it was written; null if none is about it
     */
    public record Verdict(Ruling ruling, @Nullable String rule) {}

    private record Rule(Ruling ruling, Pattern commands, String written) {}

    private final List<Rule> rules;

    private CommandRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Rules of which the first counts whose pattern fits a command.
     *
     * @param written each {@code allow}, {@code ask} or {@code deny}, a blank, and a command in which {@code *} stands for anything
     * @throws IllegalArgumentException if one is no rule
     */
    public static CommandRules of(List<String> written) {
        List<Rule> rules = new ArrayList<>();
        for (String each : written) {
            String[] parts = each.strip().split("\\s+", 2);
            if (parts.length < 2 || !parts[0].matches("allow|ask|deny")) {
                throw new IllegalArgumentException("\"%s\" is no rule; one is like: ask git push*".formatted(each));
            }
            String pattern =
                    Arrays.stream(parts[1].split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            rules.add(new Rule(
                    Ruling.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    Pattern.compile(pattern, Pattern.DOTALL),
                    each.strip()));
        }
        return new CommandRules(List.copyOf(rules));
    }

    /** The strictest ruling on one of a script's commands. */
    public Verdict verdict(String script) {
        Verdict strictest = new Verdict(Ruling.ALLOW, null);
        if (rules.isEmpty()) {
            return strictest;
        }
        for (String line : script.lines().toList()) {
            for (String command : new ShellCommands(line).commands()) {
                Verdict verdict = first(command);
                if (verdict.ruling().compareTo(strictest.ruling()) > 0) {
                    strictest = verdict;
                }
            }
        }
        return strictest;
    }

    private Verdict first(String command) {
        return rules.stream()
                .filter(rule -> rule.commands().matcher(command).matches())
                .findFirst()
                .map(rule -> new Verdict(rule.ruling(), rule.written()))
                .orElse(new Verdict(Ruling.ALLOW, null));
    }
}
