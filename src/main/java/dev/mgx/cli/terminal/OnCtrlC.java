package dev.mgx.cli.terminal;

import dev.mgx.cli.client.ExitCode;

/** A handler for Ctrl-C and the TERM signal, active until it is closed. It runs once, and then the process exits. */
public final class OnCtrlC implements AutoCloseable {
    private final Thread hook;

    private OnCtrlC(Thread hook) {
        this.hook = hook;
    }

    /**
     * Registers work to run when the process is told to exit.
     *
     * @param work runs on its own thread; an exception is printed
     */
    public static OnCtrlC run(Terminal terminal, Work work) {
        Thread hook = Thread.ofPlatform().name("mgx-ctrl-c").unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                terminal.problem(e.getMessage());
            } finally {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        });
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new Interrupted(e);
        }
        return new OnCtrlC(hook);
    }

    /** The work of a handler. */
    public interface Work {
        void run() throws InterruptedException;
    }

    /** The process was told to exit. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(Throwable cause) {
            super("Interrupted", cause);
        }
    }

    /** @throws Interrupted if Ctrl-C came first */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new Interrupted(e);
        }
    }
}
