package dev.mgx.repository.map;

import java.util.Set;
import java.util.TreeSet;

/** The words of a text as files are sought by them: without endings, and without those that say nothing. */
public final class TextStems {
    private TextStems() {}

    /** A set of its own. */
    public static Set<String> of(String text) {
        Set<String> stems = new TreeSet<>();
        CodeWords.identifiers(
                text,
                text.length(),
                (from, to) -> CodeWords.parts(text, from, to, (begin, end) -> {
                    String part = WordTable.lower(text.substring(begin, end));
                    if (part.length() > 1 && !CodeWords.COMMON.contains(part)) {
                        stems.add(part.substring(0, CodeWords.stemEnd(part, 0, part.length())));
                    }
                }));
        return stems;
    }
}
