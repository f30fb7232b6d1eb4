package dev.mgx.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks on texts from clients. */
public final class Text {
    private static final int LONGEST_ID = 64;

    private static final Pattern TIME =
            Pattern.compile("(?i)(?<local>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?)"
                    + "(?:Z|(?<sign>[+-])(?<hours>[01][0-9]|2[0-3]):(?<minutes>[0-5][0-9]))");

    private Text() {}

    /** Decodes UTF-8; empty if the bytes are not valid UTF-8. */
    static Optional<String> decode(byte[] utf8) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Whether the text contains an unpaired surrogate. */
    static boolean hasHalfPair(String text) {
        return text.codePoints().anyMatch(point -> point <= 0xFFFF && Character.isSurrogate((char) point));
    }

    /** Whether a text may be the id of a task. What may not is not looked up, and stands in no log. */
    public static boolean isId(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_ID
                && text.chars()
                        .allMatch(letter -> letter < 0x80 && (Character.isLetterOrDigit(letter) || letter == '-'));
    }

    /** A time as RFC 3339 has it, with offsets that Java does not know; empty if it is none. */
    static Optional<Instant> time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Optional.empty();
        }
        try {
            Duration offset = time.group("sign") == null
                    ? Duration.ZERO
                    : Duration.ofHours(Long.parseLong(time.group("hours")))
                            .plusMinutes(Long.parseLong(time.group("minutes")));
            LocalDateTime local = LocalDateTime.parse(time.group("local").toUpperCase(Locale.ROOT));
            return Optional.of(local.minus("-".equals(time.group("sign")) ? offset.negated() : offset)
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The length in code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
