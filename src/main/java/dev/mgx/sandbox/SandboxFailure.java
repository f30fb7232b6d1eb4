package dev.mgx.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the sandbox itself, not the program in it, failed: the program never began. Trying again
 * may help.
 */
public final class SandboxFailure extends RuntimeException {
    private final Isolation isolation;
    private final String reason;

    public SandboxFailure(Isolation isolation, String reason, @Nullable Throwable cause) {
        super("The sandbox (%s) could not start a program: %s".formatted(isolation, reason), cause);
        this.isolation = isolation;
        this.reason = reason;
    }

    public Isolation isolation() {
        return isolation;
    }

    /** What the part that failed said. */
    public String reason() {
        return reason;
    }
}
