package dev.mgx.json;

import org.jspecify.annotations.Nullable;

/** Text that is not the JSON it should be, or a value that has none; the message says why, in words of ours. */
public final class MalformedJson extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedJson(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
