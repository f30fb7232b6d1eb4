package dev.mgx.config;

/** A setting with a value that it may not have; the message names it, its value, and what it may be. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadSetting(String message) {
        super(message);
    }
}
