package dev.mgx.config;

/** A setting has an invalid value; the message names the setting, the value, and the accepted values. */
public final class BadSetting extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadSetting(String message) {
        super(message);
    }
}
