package dev.mgx.server;

import org.jspecify.annotations.Nullable;

/** The server cannot, or may not, listen on an address; the message is a sentence for the operator. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String host;
    private final int port;

    CannotListen(String host, int port, String why, @Nullable Throwable cause) {
        super("Cannot listen on %s:%d: %s".formatted(host, port, why), cause);
        this.host = host;
        this.port = port;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }
}
