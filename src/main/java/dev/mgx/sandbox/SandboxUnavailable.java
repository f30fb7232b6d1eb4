package dev.mgx.sandbox;

/** Thrown when the wanted sandbox does not work on this machine; the message says why and what to do. */
public final class SandboxUnavailable extends RuntimeException {
    public SandboxUnavailable(String message) {
        super(message);
    }
}
