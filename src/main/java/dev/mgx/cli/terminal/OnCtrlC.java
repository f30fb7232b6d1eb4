package dev.mgx.cli.terminal;

import dev.mgx.cli.client.ExitCode;

/**
 * What is done when the process is told to end (Ctrl-C, or a TERM signal) while this is open. It is done once,
 * and the process ends after it.
 */
public final class OnCtrlC implements AutoCloseable {
    private final Thread hook;

    private OnCtrlC(Thread hook) {
        this.hook = hook;
    }

    /**
     * Has work done when the process is told to end.
     *
     * @param work is done on a thread of its own; what it throws is said
     */
    public static OnCtrlC does(Terminal terminal, Work work) {
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

    /** Something that takes a while. */
    public interface Work {
        void run() throws InterruptedException;
    }

    /** The process has been told to end. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(Throwable cause) {
            super("Interrupted", cause);
        }
    }

    /** @throws Interrupted when Ctrl-C came first */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new Interrupted(e);
        }
    }
}
