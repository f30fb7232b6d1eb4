package dev.mgx.client;

import org.jspecify.annotations.Nullable;

/** The server does not answer, or not properly; the message names it and says what to do. */
public final class ServerUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerUnreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
