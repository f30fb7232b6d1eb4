package dev.mgx.sandbox;

import java.util.Locale;

/** What the operator wants generated programs to be run in ({@code MGX_SANDBOX}). */
public enum SandboxSetting {
    /** The strongest that works here: bubblewrap, else unshare, else nothing is run. */
    AUTO,
    /** Bubblewrap, or refuse to start. */
    BUBBLEWRAP,
    /** util-linux's {@code unshare}, or refuse to start. */
    UNSHARE,
    /** A plain process, for machines that are themselves thrown away. */
    PROCESS,
    /** Never run anything. */
    OFF;

    /**
     * Reads a setting as people write it, in any case.
     *
     * @throws SandboxUnavailable if there is no such setting
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
