package dev.mgx.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Checks on texts from clients. */
public final class Text {
    private static final int LONGEST_ID = 64;

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

    /** The length in code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
