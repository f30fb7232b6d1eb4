package dev.mgx.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What may be in a text that a client sends. */
final class Text {
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

    /** Why this cannot be kept as text, or empty. A database cuts at NUL; half a character is none. */
    static Optional<String> flaw(String text) {
        if (text.indexOf(0) >= 0) {
            return Optional.of("must not contain the character NUL");
        }
        boolean half = text.codePoints().anyMatch(point -> point <= 0xFFFF && Character.isSurrogate((char) point));
        return half ? Optional.of("must not contain half a surrogate pair") : Optional.empty();
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
