package dev.mgx.cli;

/** What a command ends with; {@code ./mgx --help} and the README say the same. */
final class ExitCode {
    static final int OK = 0;

    /** The task did not succeed, or the server refused what was asked for. */
    static final int FAILED = 1;

    /** Wrong usage, a wrong setting, or no server. */
    static final int USAGE = 2;

    /** The task succeeded, but nothing could be run to prove it. */
    static final int UNVERIFIED = 3;

    /** No such task or file. */
    static final int NOT_FOUND = 4;

    /** Ctrl-C. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
