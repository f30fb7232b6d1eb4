package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxUnavailable;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * The one thread that starts every process of a sandbox. Linux' "die with your parent" means the parent's
 * <em>thread</em>, and the carriers of virtual threads come and go: a process started by one could be
 * killed at any moment. This thread lives exactly as long as the sandbox.
 */
final class ProcessLauncher implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sandbox-starter").factory());

    /**
     * Starts a process. Not interruptible, so that no process is started and then forgotten: an interrupt
     * stays pending. Blocks for milliseconds.
     *
     * @throws SandboxUnavailable if it is closed
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
