package dev.mgx.cli.client;

import org.jspecify.annotations.Nullable;

/** A server that does not answer, or not as it should; the message says which and what to do. */
public final class ServerUnreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerUnreachable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
