package dev.mgx.repository.map;

import dev.mgx.repository.map.SourceLanguage.Trait;
import java.util.HashSet;
import java.util.Set;

/**
 * The code of a file alone: comments and texts are spaces, lines stay. What is opened and never closed is taken for code, so
 * that a file in another dialect is seen at least in part.
 */
final class CodeMask {
    private static final int LONGEST_LETTER = 12;

    private final String text;
    private final SourceLanguage language;
    private final char[] code;
    private final Set<String> unclosed = new HashSet<>();
    private final String beginnings;

    private CodeMask(String text, SourceLanguage language) {
        this.text = text;
        this.language = language;
        code = text.toCharArray();
        StringBuilder letters = new StringBuilder("\"'`/");
        language.comments().forEach(comment -> letters.append(comment.charAt(0)));
        beginnings = letters.toString();
    }

    static char[] of(String text, SourceLanguage language) {
        CodeMask mask = new CodeMask(text, language);
        int at = 0;
        while (at < text.length()) {
            int end = mask.beginnings.indexOf(mask.code[at]) < 0 ? at : mask.end(at);
            for (int each = at; each < end; each++) {
                if (mask.code[each] != '\n') {
                    mask.code[each] = ' ';
                }
            }
            at = Math.max(end, at + 1);
        }
        return mask.code;
    }

    /** Where the comment or the text ends that begins here; here, if none does. */
    private int end(int at) {
        char letter = text.charAt(at);
        if (letter == '"' || letter == '\'' || letter == '`') {
            return endOfText(at, letter);
        }
        if (letter == '/' && language.has(Trait.BLOCKS) && text.startsWith("/*", at)) {
            return closed(at, 2, "*/");
        }
        for (String comment : language.comments()) {
            if (letter == comment.charAt(0) && text.startsWith(comment, at) && begins(comment, at)) {
                int end = text.indexOf('\n', at);
                return end < 0 ? text.length() : end;
            }
        }
        return at;
    }

    /** In shells and PHP, {@code $#} and {@code a#b} and {@code #[} are none. */
    private boolean begins(String comment, int at) {
        return !comment.equals("#")
                || ((at == 0
                                || Character.isWhitespace(text.charAt(at - 1))
                                || ")]}:,;".indexOf(text.charAt(at - 1)) >= 0)
                        && !text.startsWith("#[", at));
    }

    private int closed(int at, int opening, String closing) {
        int end = unclosed.contains(closing) ? -1 : text.indexOf(closing, at + opening);
        if (end < 0) {
            unclosed.add(closing);
            return at;
        }
        return end + closing.length();
    }

    private int endOfText(int at, char quote) {
        String three = "" + quote + quote + quote;
        if (language.has(Trait.TRIPLE) && text.startsWith(three, at)) {
            return closed(at, 3, three);
        }
        if (quote == '`') {
            return language.has(Trait.BACKTICKS) ? endOfBackticks(at) : at;
        }
        return quote == '\'' && language.has(Trait.LETTERS) ? endOfLetter(at) : endInLine(at, quote);
    }

    private int endInLine(int at, char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '\n') {
            if (text.charAt(end) == quote) {
                return end + 1;
            }
            end += text.charAt(end) == '\\' && !text.startsWith("\n", end + 1) ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    private int endOfLetter(int at) {
        int from = text.startsWith("\\", at + 1) ? at + 3 : at + 2;
        int most = text.startsWith("\\", at + 1) ? at + LONGEST_LETTER : at + 3;
        for (int end = from; end <= most && end < text.length() && text.charAt(end) != '\n'; end++) {
            if (text.charAt(end) == '\'') {
                return end + 1;
            }
        }
        return at;
    }

    private int endOfBackticks(int at) {
        if (unclosed.contains("`")) {
            return at;
        }
        for (int end = at + 1; end < text.length(); end++) {
            if (text.charAt(end) == '`') {
                return end + 1;
            }
            if (text.charAt(end) == '\\') {
                end++;
            }
        }
        unclosed.add("`");
        return at;
    }
}
