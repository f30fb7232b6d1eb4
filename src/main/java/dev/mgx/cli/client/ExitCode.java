package dev.mgx.cli.client;

/** What a command ends with; {@code ./mgx --help} and the README say the same. */
public final class ExitCode {
    public static final int OK = 0;

    /** The task did not succeed, or the server refused what was asked for. */
    public static final int FAILED = 1;

    /** Wrong usage, a wrong setting, or no server. */
    public static final int USAGE = 2;

    /** The task succeeded, but nothing could be run to prove it. */
    public static final int UNVERIFIED = 3;

    /** No such task or file. */
    public static final int NOT_FOUND = 4;

    /** Ctrl-C. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
