package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assumptions.assumeThat;

/** What this machine has for sandboxes, found as the server finds it. */
public final class Installed {
    private Installed() {}

    /** Where bubblewrap is not installed, and only there, its rows are left out; the end of the build says so. */
    public static void assumeBubblewrap() {
        assumeThat(Program.find("bwrap"))
                .as("bubblewrap is not installed, so nothing of it was tested (Debian: apt-get install bubblewrap)")
                .isPresent();
    }
}
