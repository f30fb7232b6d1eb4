package dev.mgx.sandbox;

/** The requested sandbox does not work on this machine, or is closed; the message says why and what to do. */
public final class SandboxUnavailable extends RuntimeException {
    public SandboxUnavailable(String message) {
        super(message);
    }
}
