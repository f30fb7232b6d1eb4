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
 * The terms that a text is found by, the same in every database. A query finds a text when each of its terms is the
 * beginning of one of the text's.
 *
 * <p>A term is a word (letters and digits, up to {@value #MAX_WORD} code points of it), two neighbouring characters of a script that puts
 * no blanks between words, or a sign. Case, accents, vowel points, width and other forms of compatibility (UAX 15, NFKD)
 * do not count. No term has a blank or an ASCII character in it that is neither a small letter nor a digit: each is one
 * token to FTS5's tokenizer {@code ascii} and needs no quoting in a {@code tsquery}.
 */
public final class SearchTerms {
    /** Code points: longer than a word that somebody types; a term fits in what PostgreSQL takes (2,046 bytes). */
    static final int MAX_WORD = 64;

    /** From an ASCII sign to its full-width form, which no text has any more once it is folded. */
    private static final int TO_FULL_WIDTH = 0xFF01 - '!';

    /** Accents, vowel points of Hebrew and Arabic, the Arabic stretcher, enclosing marks, and what cannot be seen. */
    private static final Pattern LEFT_OUT = Pattern.compile("[\\p{Cf}\\p{Me}\\x{0300}-\\x{036F}\\x{1AB0}-\\x{1AFF}"
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
    private final List<Integer> run = new ArrayList<>(); // the code points of the word that is being read
    private boolean unspaced; // whether that is in a script without blanks

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
     * The terms that must all occur. Punctuation is passed over, but for {@code # % & @}, and where it stands alone
     * between blanks.
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
            // Nothing in it but what is left out of every text: it is found in none.
            all.terms.add(Character.toString(query.strip().codePointAt(0)));
        }
        return List.copyOf(all.terms);
    }

    private static String fold(String text) {
        String bare = LEFT_OUT.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        // There and back again: ß and ẞ become ss, ς and Σ become σ.
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

    /** A text has its last character alone besides, so that each of its characters begins a term. */
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

    /** Emoji that are younger than this program's Unicode are unassigned to it, and found all the same. */
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
