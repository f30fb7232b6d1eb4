package dev.mgx.client;

/** The server rejected a request; the message is its reason. */
public final class ServerRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP, 400 to 499, or 502 where a run failed */
    public ServerRefused(int status, String reason) {
        super(reason);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
