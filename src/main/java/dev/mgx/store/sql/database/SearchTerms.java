package dev.mgx.store.sql.database;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Search terms, the same for every database. A query matches a text if each of its terms is a prefix of one of the
 * text's terms.
 *
 * <p>A term is a word (letters and digits, its first {@value #MAX_WORD} code points), two adjacent characters of a
 * script without spaces between words, or a symbol. Case, accents, vowel points, width and other compatibility forms
 * (UAX 15, NFKD) are ignored. The ASCII characters in terms are lower-case letters and digits only, so that a term is
 * one token for FTS5's tokenizer {@code ascii} and needs no quoting in a {@code tsquery}.
 */
public final class SearchTerms {
    /** In code points. Longer than typed words; a term stays below PostgreSQL's limit for a lexeme (2,046 bytes). */
    static final int MAX_WORD = 64;

    /** The offset from an ASCII symbol to its full-width form, which cannot occur in folded text. */
    private static final int TO_FULL_WIDTH = 0xFF01 - '!';

    /** Accents, Hebrew and Arabic vowel points, the Arabic tatweel, enclosing marks and invisible characters. */
    private static final Pattern IGNORED = Pattern.compile("[\\p{Cf}\\p{Me}\\x{0300}-\\x{036F}\\x{1AB0}-\\x{1AFF}"
            + "\\x{1DC0}-\\x{1DFF}\\x{20D0}-\\x{20FF}\\x{FE20}-\\x{FE2F}\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}"
            + "\\x{0591}-\\x{05BD}\\x{05BF}\\x{05C1}\\x{05C2}\\x{05C4}\\x{05C5}\\x{05C7}"
            + "\\x{0610}-\\x{061A}\\x{0640}\\x{064B}-\\x{065F}\\x{0670}\\x{06D6}-\\x{06ED}]");

    private static final Set<Character.UnicodeScript> WITHOUT_BLANKS = Set.of(
            Character.UnicodeScript.HAN,
            Character.UnicodeScript.HIRAGANA,
            Character.UnicodeScript.KATAKANA,
            Character.UnicodeScript.BOPOMOFO,
            Character.UnicodeScript.THAI,
            Character.UnicodeScript.LAO,
            Character.UnicodeScript.KHMER,
            Character.UnicodeScript.MYANMAR,
            Character.UnicodeScript.TIBETAN);

    private final boolean wanted;
    private final Set<String> terms = new LinkedHashSet<>();
    private final List<Integer> run = new ArrayList<>(); // the code points of the current word
    private boolean unspaced; // whether the word is in a script without spaces

    private SearchTerms(boolean wanted) {
        this.wanted = wanted;
    }

    /** The terms of a task. */
    public static Set<String> of(@Nullable String title, String inputPrompt) {
        SearchTerms all = new SearchTerms(false);
        all.read(fold(title == null ? "" : title), true);
        all.read(fold(inputPrompt), true);
        return all.terms;
    }

    /**
     * The terms of a query, all of which must match. Punctuation is ignored, except {@code # % & @} and symbols that
     * stand alone between spaces.
     *
     * @param query not blank
     * @return at least one
     */
    public static List<String> wanted(String query) {
        SearchTerms all = new SearchTerms(true);
        for (String piece : fold(query).split("[\\p{Z}\\p{Cc}]+", -1)) {
            all.read(piece, piece.codePoints().allMatch(SearchTerms::isPunctuation));
        }
        if (all.terms.isEmpty()) {
            // Only ignored characters: matches no text.
            all.terms.add(Character.toString(query.strip().codePointAt(0)));
        }
        return List.copyOf(all.terms);
    }

    private static String fold(String text) {
        String bare = IGNORED.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        // Upper case and back: ß and ẞ become ss, ς and Σ become σ.
        StringBuilder folded = new StringBuilder(bare.length());
        bare.toLowerCase(Locale.ROOT)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .map(Character::toLowerCase)
                .forEach(folded::appendCodePoint);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private void read(String folded, boolean withPunctuation) {
        folded.codePoints().forEach(point -> {
            if (Character.isLetterOrDigit(point) || isOtherNumber(point)) {
                word(point);
            } else if (isMark(point)) {
                if (!run.isEmpty()) {
                    run.add(point);
                }
            } else {
                endWord();
                if (isSymbol(point) || (withPunctuation && isPunctuation(point))) {
                    int mapped = point < 0x80 ? point + TO_FULL_WIDTH : point;
                    terms.add(Character.toString(mapped));
                }
            }
        });
        endWord();
    }

    private void word(int point) {
        Character.UnicodeScript script = Character.UnicodeScript.of(point);
        boolean shared = script == Character.UnicodeScript.COMMON || script == Character.UnicodeScript.INHERITED;
        boolean goesOn = shared && Character.isLetter(point) && !run.isEmpty();
        boolean here = goesOn ? unspaced : WITHOUT_BLANKS.contains(script);
        if (here != unspaced) {
            endWord();
            unspaced = here;
        }
        run.add(point);
    }

    private void endWord() {
        if (!run.isEmpty()) {
            if (unspaced) {
                addPairs();
            } else {
                terms.add(text(run.subList(0, Math.min(MAX_WORD, run.size()))));
            }
            run.clear();
        }
    }

    /** An indexed text also gets its last character as a term, so that every character begins a term. */
    private void addPairs() {
        for (int at = 0; at + 1 < run.size(); at++) {
            terms.add(text(run.subList(at, at + 2)));
        }
        if (!wanted || run.size() == 1) {
            terms.add(text(run.subList(run.size() - 1, run.size())));
        }
    }

    private static String text(Collection<Integer> points) {
        StringBuilder text = new StringBuilder(points.size());
        points.forEach(text::appendCodePoint);
        return text.toString();
    }

    private static boolean isOtherNumber(int point) {
        int type = Character.getType(point);
        return type == Character.LETTER_NUMBER || type == Character.OTHER_NUMBER;
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Emoji newer than the JDK's Unicode version are unassigned code points; they are indexed too. */
    private static boolean isSymbol(int point) {
        return switch (Character.getType(point)) {
            case Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> "#%&@".indexOf(point) >= 0;
        };
    }

    private static boolean isPunctuation(int point) {
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
