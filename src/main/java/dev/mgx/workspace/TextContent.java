package dev.mgx.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** What is kept of a project as text: UTF-8 without the character NUL, and not too long. Everything else is a binary file. */
public final class TextContent {
    /** A longer text is kept as a binary file: nobody reads it, and no model could. */
    private static final int LONGEST_TEXT = 512 * 1024;

    private TextContent() {}

    /** The text; empty if it is none. */
    public static Optional<String> of(byte[] content) {
        if (content.length > LONGEST_TEXT) {
            return Optional.empty();
        }
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException e) { // a binary file
            return Optional.empty();
        }
    }
}
