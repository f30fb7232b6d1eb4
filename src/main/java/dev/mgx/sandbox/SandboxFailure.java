package dev.mgx.sandbox;

import org.jspecify.annotations.Nullable;

/** The sandbox itself failed and the program was never started. A retry may succeed. */
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

    /** The error message of the part that failed. */
    public String reason() {
        return reason;
    }
}
