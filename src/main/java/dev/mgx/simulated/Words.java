package dev.mgx.simulated;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A few words of a requirement, in lower case and ASCII, and the identifiers derived from them. */
record Words(List<String> words) {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*");
    private static final int LONGEST_WORD = 24;

    /** Names that are reserved in Java or used in the templates. */
    private static final Set<String> RESERVED = set("""
            abstract assert boolean break byte case catch char class const continue default do double else
            enum extends false final finally float for goto if implements import instanceof int interface
            long native new null package private protected public return short static strictfp super switch
            synchronized this throw throws transient true try void volatile while var yield record sealed
            permits clone finalize notify wait cells text matches override object string integer number
            math system path files list stream exception error throwable thread process runtime module
            character iterable comparable runnable csv arrays output hashcode tostring getclass notifyall
            equals locale optional check values args out index""");

    Words {
        words = List.copyOf(words);
    }

    static Words of(String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        Matcher word = WORD.matcher(ascii.toLowerCase(Locale.ROOT));
        List<String> found = new ArrayList<>();
        while (word.find()) {
            found.add(word.group().substring(0, Math.min(word.group().length(), LONGEST_WORD)));
        }
        return new Words(found);
    }

    /** Splits a text at white space into a set. */
    static Set<String> set(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** As plain text: {@code date of birth}. */
    String plain() {
        return String.join(" ", words);
    }

    /** As a variable name: {@code dateOfBirth}. Never a reserved word. */
    String variable() {
        String type = joined();
        String name = Character.toLowerCase(type.charAt(0)) + type.substring(1);
        return RESERVED.contains(name.toLowerCase(Locale.ROOT)) ? name + "Value" : name;
    }

    /** As a type name: {@code DateOfBirth}. Never the name of a type that the templates use. */
    String type() {
        String name = joined();
        return RESERVED.contains(name.toLowerCase(Locale.ROOT)) ? name + "Entry" : name;
    }

    /** As a placeholder in a usage line: {@code DATE_OF_BIRTH}. */
    String placeholder() {
        return String.join("_", words).toUpperCase(Locale.ROOT);
    }

    /** The singular: {@code books} becomes {@code book}. */
    Words singular() {
        return withLast(singular(words.getLast()));
    }

    /** The plural: {@code book} becomes {@code books}. */
    Words plural() {
        String word = words.getLast();
        if (word.matches(".*[^aeiou]y")) {
            return withLast(word.substring(0, word.length() - 1) + "ies");
        }
        return withLast(word.matches(".*(s|x|z|ch|sh)") ? word + "es" : word + "s");
    }

    private static String singular(String word) {
        if (word.matches("(series|species|news|.*ss|.*us|.*is|.{1,2})")) {
            return word;
        }
        if (word.matches(".{2,}ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.matches(".*(sses|xes|zes|ches|shes)")) {
            return word.substring(0, word.length() - 2);
        }
        return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }

    private Words withLast(String word) {
        List<String> changed = new ArrayList<>(words);
        changed.set(changed.size() - 1, word);
        return new Words(changed);
    }

    private String joined() {
        StringBuilder name = new StringBuilder();
        for (String word : words) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return name.toString();
    }
}
