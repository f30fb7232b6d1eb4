package dev.mgx.team.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line for the shell, taken apart as far as checks need it: quotes are respected, expansions are not. */
public record ShellCommands(String text) {
    private static final Pattern TOKEN = Pattern.compile(
            "\\|\\||&&|[|;&]|\\d?>>?&?\\d?|<|(?:[^\\s|;&<>\"']++|\"(?:[^\"\\\\]++|\\\\.)*+\"|'[^']*+')++");

    private static final Set<String> SEPARATORS = Set.of("|", "||", "&&", ";", "&");
    private static final Set<String> BUILT_IN = Set.of(
            "cd", "echo", "printf", "test", "[", "true", "false", "export", "set", "exit", "for", "do", "done", "if",
            "then", "else", "fi", "while", "read", "(", ")", "{", "}", "!", ":");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=.*", Pattern.DOTALL);

    private List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        return tokens;
    }

    /** The programs that it starts, without what the shell has itself. */
    public Set<String> programs() {
        Set<String> programs = new LinkedHashSet<>();
        boolean first = true;
        for (String token : tokens()) {
            if (SEPARATORS.contains(token)) {
                first = true;
            } else if (first && !ASSIGNMENT.matcher(token).matches()) {
                String name = unquoted(token);
                if (!BUILT_IN.contains(name)) {
                    programs.add(name);
                }
                first = BUILT_IN.contains(name)
                        && Set.of("if", "then", "do", "while", "!", "{", "(").contains(name);
            }
        }
        return programs;
    }

    /** The words of each command after the first that satisfies a condition, such as the arguments of a program. */
    List<String> after(Predicate<String> condition) {
        List<String> words = new ArrayList<>();
        boolean found = false;
        for (String token : tokens()) {
            String word = unquoted(token);
            if (SEPARATORS.contains(token)) {
                found = false;
            } else if (found) {
                words.add(word);
            }
            found = found || condition.test(word);
        }
        return words;
    }

    /** Whether it has the same words, however they are quoted. */
    boolean isSameAs(ShellCommands other) {
        return words().equals(other.words());
    }

    private List<String> words() {
        return tokens().stream().map(ShellCommands::unquoted).toList();
    }

    private static String unquoted(String token) {
        return token.replaceAll("[\"']", "");
    }
}
