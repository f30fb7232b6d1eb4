package dev.mgx.sandbox;

import java.util.List;

/**
 * Runs generated programs, each in a place of its own: no network, no environment, no file of the machine
 * but its read-only runtimes, an empty /tmp, and {@link SandboxLimits}. Every program ends with its whole
 * process tree, at the latest at its timeout, when its caller is interrupted, when the sandbox is closed,
 * or when the server dies. Nothing comes back but output. Safe for use by many threads.
 */
public interface Sandbox extends AutoCloseable {
    /** What keeps programs in. */
    Isolation isolation();

    /** One sentence for people: what is used; or why nothing is, and what to do. */
    String description();

    /** The languages inside, found out by running them when the sandbox was opened. */
    List<LanguageRuntime> runtimes();

    /** Whether {@link #run} runs anything. */
    boolean canExecute();

    /**
     * Runs a program and passes its output on as it comes. Blocks until all of it is dead: at most its
     * timeout and a few seconds, and as long as the listener blocks.
     *
     * @throws InterruptedException if the thread is interrupted; the program is dead by then
     * @throws SandboxUnavailable if nothing can be run here, or the sandbox is closed
     * @throws SandboxFailure if the program could not be started
     */
    Execution run(Command command, OutputListener listener) throws InterruptedException;

    /** Kills what still runs and waits until it is dead. No thread or process is left. Safe twice. */
    @Override
    void close();
}
