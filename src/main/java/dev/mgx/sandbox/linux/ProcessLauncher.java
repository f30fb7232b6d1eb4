package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxUnavailable;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * Starts every process of a sandbox on one thread. On Linux the parent-death signal is sent when the parent
 * <em>thread</em> ends, and carriers of virtual threads are retired when idle: a process started by one could be
 * killed at any moment. This thread lives exactly as long as the sandbox. Thread-safe.
 */
final class ProcessLauncher implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-launcher").factory());

    /**
     * Starts a process; blocks for milliseconds. Not interruptible, so that no started process is lost: an interrupt
     * stays pending.
     *
     * @throws SandboxUnavailable if the sandbox is closed
     */
    Process start(ProcessBuilder builder) throws IOException {
        Future<Process> started = submit(builder);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return started.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Future<Process> submit(ProcessBuilder builder) {
        try {
            return thread.submit(builder::start);
        } catch (RejectedExecutionException e) {
            throw new SandboxUnavailable("The sandbox is closed.");
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
