package dev.mgx.llm.endpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider's key. It leaves this package in the header of a request and nowhere else; {@link #toString}
 * does not show it. Immutable.
 */
public final class Secret {
    /** No key: what a local server wants. */
    public static final Secret NONE = new Secret("");

    /** As much of a key's beginning as tells it from other words; providers echo keys with their middle masked. */
    private static final int TELLING_PREFIX = 6;

    private static final int SHORTEST_WITH_PREFIX = 16;

    /** Shorter values of headers are words like any other. */
    private static final int SHORTEST_IN_HEADER = 8;

    private final String value;

    /**
     * The key of this value; no value is no key.
     *
     * @throws IllegalArgumentException when it cannot stand in a header; the message does not show it
     */
    public static Secret of(String value) {
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a key has printable ASCII characters only, and no spaces");
        }
        return value.isEmpty() ? NONE : new Secret(value);
    }

    /**
     * The value of a header, which may have spaces.
     *
     * @throws IllegalArgumentException when it cannot stand in a header; the message does not show it
     */
    public static Secret ofHeader(String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the value of a header has printable ASCII characters only");
        }
        return value.isEmpty() ? NONE : new Secret(value);
    }

    private Secret(String value) {
        this.value = value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    public String value() {
        return value;
    }

    /** {@code text} without the key, and without a word that begins as it does and may be its masked echo. */
    public String redact(String text) {
        if (value.isEmpty()) {
            return text;
        }
        String without = text.replace(value, "(key)");
        if (value.length() < SHORTEST_WITH_PREFIX) {
            return without;
        }
        Pattern echo = Pattern.compile(Pattern.quote(value.substring(0, TELLING_PREFIX)) + "[\\w*.…-]*");
        return echo.matcher(without).replaceAll(Matcher.quoteReplacement("(key)"));
    }

    /** {@code text} without the value and without its last word, which follows a scheme like {@code Bearer}; not if short. */
    String redactWhole(String text) {
        String word = value.substring(value.lastIndexOf(' ') + 1);
        return word.length() < SHORTEST_IN_HEADER
                ? text
                : text.replace(value, "(header)").replace(word, "(header)");
    }

    @Override
    public String toString() {
        return value.isEmpty() ? "(none)" : "(hidden)";
    }
}
