package dev.mgx.sandbox;

import java.util.Locale;

/** The isolation that the operator chose ({@code MGX_SANDBOX}). */
public enum SandboxSetting {
    /** The strongest that works here: bubblewrap, else unshare, else nothing is run. */
    AUTO,
    /** Bubblewrap, or refuse to start. */
    BUBBLEWRAP,
    /** util-linux's {@code unshare}, or refuse to start. */
    UNSHARE,
    /** A plain process; for throwaway machines only. */
    PROCESS,
    /** Never run anything. */
    OFF;

    /**
     * Parses the setting, ignoring case.
     *
     * @throws SandboxUnavailable if the text is not one of these
     */
    public static SandboxSetting parse(String text) {
        for (SandboxSetting setting : values()) {
            if (setting.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
                return setting;
            }
        }
        throw new SandboxUnavailable(
                "Unknown sandbox \"%s\": use auto, bubblewrap, unshare, process or off.".formatted(text));
    }
}
