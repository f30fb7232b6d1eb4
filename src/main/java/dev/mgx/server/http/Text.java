package dev.mgx.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What may be in a text that a client sends. */
public final class Text {
    private Text() {}

    /** The text that these bytes are, or empty where they are not UTF-8. */
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

    /** Whether a half of a surrogate pair is in it without the other, which is no character. */
    static boolean hasHalfPair(String text) {
        return text.codePoints().anyMatch(point -> point <= 0xFFFF && Character.isSurrogate((char) point));
    }

    /** In code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
