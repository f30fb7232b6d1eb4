package dev.mgx.cli.terminal;

import java.time.Duration;
import java.time.Instant;

/**
 * A model call under way, as its events tell: whether the model still reads its prompt, or how much it has written and
 * how fast. Times are those of the events, so that what is seen late, after a reconnect, comes to the same. Not
 * thread-safe.
 */
final class CallProgress {
    /** Below this a speed is a guess. */
    private static final Duration MEASURABLE = Duration.ofSeconds(1);

    /** A pause in the text that is worth a word. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final long promptTokens;
    private final Instant askedAt;
    private Instant firstAt = Instant.EPOCH;
    private Instant lastAt = Instant.EPOCH;
    private long words;
    private long wordsAtFirst;
    private boolean inWord;
    private boolean thinks;

    /** @param promptTokens about how long its prompt is; 0 if unknown */
    CallProgress(long promptTokens, Instant askedAt) {
        this.promptTokens = promptTokens;
        this.askedAt = askedAt;
    }

    /**
     * Adds a piece of text.
     *
     * @param thought whether the model thinks it and does not answer it
     */
    void text(String piece, boolean thought, Instant at) {
        boolean first = firstAt.equals(Instant.EPOCH);
        piece.codePoints().forEach(this::count);
        lastAt = at;
        thinks = thought;
        if (first) {
            firstAt = at;
            wordsAtFirst = words;
        }
    }

    /** Scripts without blanks between words have a word for each of their characters. */
    private void count(int codePoint) {
        boolean isWord = Character.isIdeographic(codePoint);
        boolean letter = !Character.isWhitespace(codePoint) && !isWord;
        if (isWord || (letter && !inWord)) {
            words++;
        }
        inWord = letter;
    }

    /** In words, such as "reading the prompt (about 1,200 tokens), 35 s" or "212 words, 9 words a second". */
    String describe(Instant now) {
        if (firstAt.equals(Instant.EPOCH)) {
            String size = promptTokens <= 0 ? "" : " (about %,d tokens)".formatted(rounded(promptTokens));
            return "reading the prompt%s%s".formatted(size, after(Duration.between(askedAt, now)));
        }
        StringBuilder text = new StringBuilder(thinks ? "thinking, " : "");
        text.append(words == 1 ? "1 word" : "%,d words".formatted(words));
        Duration took = Duration.between(firstAt, lastAt);
        if (took.compareTo(MEASURABLE) >= 0) {
            double speed = (words - wordsAtFirst) * 1_000.0 / took.toMillis();
            text.append((speed < 2 ? ", %.1f words a second" : ", %,.0f words a second").formatted(speed));
        }
        Duration silence = Duration.between(lastAt, now);
        if (silence.compareTo(SILENCE) >= 0) {
            text.append(", nothing more for ").append(spoken(silence));
        }
        return text.toString();
    }

    private static String after(Duration time) {
        return time.toSeconds() < 1 ? "" : ", " + spoken(time);
    }

    /** To two digits. */
    private static long rounded(long number) {
        long unit = 1;
        while (number / unit >= 100) {
            unit *= 10;
        }
        return (number + unit / 2) / unit * unit;
    }

    private static String spoken(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}
