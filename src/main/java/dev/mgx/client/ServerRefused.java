package dev.mgx.client;

import java.time.Duration;

/** The server rejected a request; the message is its reason. */
public final class ServerRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final Duration retryAfter;

    /** @param status of HTTP, 400 to 499, or 502 where a run failed */
    public ServerRefused(int status, String reason) {
        this(status, reason, "", Duration.ZERO);
    }

    ServerRefused(int status, String reason, String type, Duration retryAfter) {
        super(reason);
        this.status = status;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    public int status() {
        return status;
    }

    /** What a program may compare, such as {@code /problems/task-not-found}; empty where the reason is not the server's. */
    public String type() {
        return type;
    }

    /** After how long the same request may be sent again. */
    Duration retryAfter() {
        return retryAfter;
    }
}
