package dev.mgx.cli.client;

/** Exit codes of commands, as documented in {@code ./mgx --help} and the README. */
public final class ExitCode {
    public static final int OK = 0;

    /** The task did not succeed, or the server rejected the request. */
    public static final int FAILED = 1;

    /** Wrong usage, an invalid setting, or no server. */
    public static final int USAGE = 2;

    /** The task succeeded, but its tests could not be run. */
    public static final int UNVERIFIED = 3;

    /** No such task or file. */
    public static final int NOT_FOUND = 4;

    /** Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
