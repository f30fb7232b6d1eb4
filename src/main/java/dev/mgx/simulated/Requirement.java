package dev.mgx.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts sentences, things and their fields from a requirement. Accepts any text in any language, and falls back to
 * general defaults.
 */
record Requirement(String text) {
    /** Only the beginning is analysed. */
    private static final int READ_CHARACTERS = 4000;

    private static final int LONGEST_SENTENCE = 200;
    private static final int MOST_FIELDS = 8;
    private static final int MOST_WORDS = 4;

    private static final Pattern THINGS = Pattern.compile(
            "(?iu)\\b(?:app|application|tool|inventory|list|catalog|catalogue|collection|register|database|diary|journal|archive|log|tracker"
                    + "|record|records|library|overview)\\s+(?:of|for)\\s+(?<of>[^.,;:!?\\n]+)"
                    + "|\\b(?:track|tracks|manage|manages|record|records|log|logs|organise|organize|catalog|store"
                    + "|stores|collect|remember|keep track of|keeps track of)\\s+(?<verb>[^.,;:!?\\n]+)"
                    + "|\\b(?<noun>\\p{L}+)\\s+(?:tracker|manager|inventory|log|register|catalog|catalogue|collection"
                    + "|diary|journal|database|keeper|organizer|organiser)\\b(?!\\s+(?:of|for)\\b)");
    private static final Pattern FIELDS = Pattern.compile(
            "(?iu)\\b(?:with|fields?|columns?|including|containing|having|has|have|mit|avec|con|com)\\b:?(?<list>[^.;!?\\n]+)");
    private static final Pattern SEPARATOR = Pattern.compile("(?iu),|/|&|\\+|\\b(?:and|or|plus|und|et|y|e)\\b");
    private static final Set<String> LEADING = Words.set("""
            a an the my our your their its his her all some each every of them it these those many simple
            small personal new fields field columns following optional to by""");
    private static final Set<String> ENDING = Words.set("""
            with that which who for so where when from in on by to using and or as at per via is are has
            have including stored saved can should must i we you containing having mit avec con com then
            through""");
    private static final Set<String> NOT_FIELDS = Words.set("""
            add list find remove delete edit update search show command commands tests test java python
            save load csv json file persistence done cli ui menu python3 api options more etc them it undo
            view create read sort filter""");

    /** The kind of thing it is about, in the singular, such as {@code book}. */
    Words thing() {
        Matcher things = THINGS.matcher(beginning());
        while (things.find()) {
            String found = things.group("of") != null
                    ? things.group("of")
                    : things.group("verb") != null ? things.group("verb") : things.group("noun");
            Words words = phrase(found, 2);
            if (!words.isEmpty()) {
                return words.singular();
            }
        }
        return new Words(List.of("entry"));
    }

    /** The fields it names; name, date and note if it names none. */
    List<Field> fields() {
        Matcher lists = FIELDS.matcher(beginning());
        while (lists.find()) {
            Map<String, Field> fields = new LinkedHashMap<>();
            for (String item : SEPARATOR.split(lists.group("list"), -1)) {
                Words name = phrase(item, MOST_WORDS + 1);
                boolean usable = !name.isEmpty()
                        && name.words().size() <= MOST_WORDS
                        && name.words().stream().noneMatch(NOT_FIELDS::contains);
                if (usable && fields.size() < MOST_FIELDS) {
                    fields.putIfAbsent(name.variable(), Field.named(name));
                }
            }
            List<Field> found = List.copyOf(fields.values());
            if (found.size() > 1 || found.stream().anyMatch(Field::typed)) {
                return found;
            }
        }
        return List.of(Field.named(Words.of("name")), Field.named(Words.of("date")), Field.named(Words.of("note")));
    }

    /** The first sentence that matches {@code pattern}, or else the first one, shortened. */
    String sentence(Pattern pattern) {
        List<String> sentences = new ArrayList<>();
        for (String sentence : beginning().split("(?<=[.!?])\\s+|[\\r\\n]+", -1)) {
            if (!sentence.isBlank()) {
                sentences.add(sentence.strip());
            }
        }
        String first = sentences.isEmpty() ? text.strip() : sentences.getFirst();
        return shortened(sentences.stream()
                .filter(s -> pattern.matcher(s.toLowerCase(Locale.ROOT)).find())
                .findFirst()
                .orElse(first));
    }

    boolean mentions(Pattern pattern) {
        return pattern.matcher(beginning().toLowerCase(Locale.ROOT)).find();
    }

    /** The words after {@code trigger}; may be empty. */
    Words after(Pattern trigger) {
        Matcher found = trigger.matcher(beginning().toLowerCase(Locale.ROOT));
        return found.find()
                ? phrase(beginning().substring(found.end()).split("[.,;:!?\\n]", 2)[0], 3)
                : new Words(List.of());
    }

    private String beginning() {
        if (text.length() <= READ_CHARACTERS) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(READ_CHARACTERS - 1));
        return text.substring(0, splitsPair ? READ_CHARACTERS - 1 : READ_CHARACTERS);
    }

    /** The words of a phrase without leading articles, up to the start of another phrase. */
    private static Words phrase(String text, int most) {
        List<String> kept = new ArrayList<>();
        for (String word : Words.of(text).words()) {
            if (kept.isEmpty() && LEADING.contains(word)) {
                continue;
            }
            if (kept.size() == most || ENDING.contains(word)) {
                break;
            }
            kept.add(word);
        }
        return new Words(kept);
    }

    private static String shortened(String sentence) {
        int[] characters =
                sentence.codePoints().filter(c -> !Character.isISOControl(c)).toArray();
        if (characters.length <= LONGEST_SENTENCE) {
            return new String(characters, 0, characters.length);
        }
        return new String(Arrays.copyOf(characters, LONGEST_SENTENCE), 0, LONGEST_SENTENCE) + "…";
    }
}
