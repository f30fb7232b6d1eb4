package dev.mgx.cli.terminal;

import java.util.List;
import java.util.regex.Pattern;

/** Tells commands from sentences about commands. */
final class ShellLine {
    private static final Pattern CAPITALISED = Pattern.compile("[A-Z][a-z]*[,:]?");
    private static final Pattern PLAIN_WORD = Pattern.compile("[a-z]+");
    private static final Pattern END_OF_SENTENCE = Pattern.compile(".*\\p{L}[.!?:][\"')]?");

    private static final int FEWEST_WORDS = 3;

    private ShellLine() {}

    /** Whether a line can be typed into a shell: not one that begins or ends as a sentence does. */
    static boolean isCommand(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        if (words.size() < FEWEST_WORDS) {
            return !line.isBlank() && !line.strip().endsWith(":");
        }
        List<String> rest = words.subList(1, words.size());
        boolean opens = CAPITALISED.matcher(words.getFirst()).matches()
                && rest.stream().anyMatch(word -> PLAIN_WORD.matcher(word).matches());
        return !opens && !END_OF_SENTENCE.matcher(words.getLast()).matches();
    }
}
