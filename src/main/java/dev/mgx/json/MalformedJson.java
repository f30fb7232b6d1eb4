package dev.mgx.json;

import org.jspecify.annotations.Nullable;

/** Text that is not the JSON it should be; the message says where and why. */
public final class MalformedJson extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedJson(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
