package dev.mgx.service;

/** A service cannot be started; the message says why, for people. */
public final class ServiceRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ServiceRefused(String message) {
        super(message);
    }
}
