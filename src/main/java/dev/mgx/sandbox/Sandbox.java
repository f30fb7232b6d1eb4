package dev.mgx.sandbox;

import java.util.List;

/**
 * Runs generated programs, each isolated: no network, no environment variables of the server, no files of the machine
 * but its read-only runtimes, an empty /tmp, and {@link SandboxLimits}. Every program is killed with its whole
 * process tree at its timeout, when its caller is interrupted, when the sandbox is closed, or when the server dies.
 * Only output is returned. Thread-safe.
 */
public interface Sandbox extends AutoCloseable {
    /** How programs are isolated. */
    Isolation isolation();

    /** One sentence for people: the isolation in use, or why there is none and what to do. */
    String description();

    /** The language runtimes inside, detected when the sandbox was opened. */
    List<LanguageRuntime> runtimes();

    /** Whether {@link #run} can run programs. */
    boolean canExecute();

    /**
     * Runs a program and passes its output to the listener. Blocks until all its processes are dead: for its timeout
     * plus a few seconds at most, and as long as the listener blocks.
     *
     * @throws InterruptedException if the thread is interrupted; the program is dead by then
     * @throws SandboxUnavailable if this sandbox runs nothing, or is closed
     * @throws SandboxFailure if the program could not be started
     */
    Execution run(Command command, OutputListener listener) throws InterruptedException;

    /** The sandbox for the programs of this task, where tasks take turns. */
    default Sandbox forTask(String taskId) {
        return this;
    }

    /** Kills all running programs and waits until they are dead. No thread or process remains. Idempotent. */
    @Override
    void close();
}
