package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assumptions.assumeThat;

/** The sandbox programs installed on this machine. */
public final class Installed {
    private Installed() {}

    /** Skips a test if bubblewrap is not installed; the end of the build reports it. */
    public static void assumeBubblewrap() {
        assumeThat(Program.find("bwrap"))
                .as("bubblewrap is not installed, so nothing of it was tested (Debian: apt-get install bubblewrap)")
                .isPresent();
    }
}
