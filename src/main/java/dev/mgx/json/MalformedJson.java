package dev.mgx.json;

import org.jspecify.annotations.Nullable;

/**
 * Text is not valid JSON of the expected type, or a value cannot be written as JSON; the message says why, without
 * the wording of the parser.
 */
public final class MalformedJson extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedJson(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
