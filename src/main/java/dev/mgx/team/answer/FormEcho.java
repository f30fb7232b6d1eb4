package dev.mgx.team.answer;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The words of a prompt's own form, its example of another task. An answer that repeats them says nothing about its
 * task.
 *
 * @param words normalized; only those long enough not to occur by chance
 */
public record FormEcho(Set<String> words) {
    /** A form without an example. */
    public static final FormEcho NONE = new FormEcho(Set.of());

    private static final Pattern WORD = Pattern.compile("\\p{L}{7,}");

    private static final int SHORTEST = 10;

    /**
     * The words of the example with which a prompt ends, a JSON object that begins a line.
     *
     * @param task what the person wrote, whose words are nobody's form
     */
    public static FormEcho of(String prompt, String task) {
        Set<String> words = new HashSet<>();
        int start = prompt.indexOf("\n{");
        if (start >= 0) {
            collect(tree(prompt.substring(start)), words);
        }
        String own = plain(task);
        words.removeIf(word -> word.length() < SHORTEST || own.contains(word));
        return new FormEcho(words);
    }

    /**
     * Whether a text has a long word of the example, and so speaks of the other task.
     *
     * @param task what the person wrote, whose words are nobody's form
     */
    public boolean speaksIn(String text, String task) {
        Set<String> known =
                WORD.matcher(plain(task)).results().map(MatchResult::group).collect(Collectors.toSet());
        Set<String> example = words.stream()
                .flatMap(each -> WORD.matcher(each).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        return WORD.matcher(plain(text))
                .results()
                .map(MatchResult::group)
                .anyMatch(word -> example.contains(word) && !known.contains(word));
    }

    /** The first text of an answer that repeats the form, if there is one. */
    Optional<String> in(JsonNode answer) {
        Set<String> texts = new TreeSet<>();
        collect(answer, texts);
        return texts.stream().filter(words::contains).findFirst();
    }

    private static void collect(JsonNode node, Set<String> into) {
        if (node.isString()) {
            into.add(plain(node.stringValue()));
        }
        node.valueStream().forEach(child -> collect(child, into));
    }

    private static JsonNode tree(String example) {
        try {
            return Json.readTree(example);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("the example in a prompt is not JSON: " + example, e);
        }
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
