package dev.mgx.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the end of a run on a thread of its own, so that no end waits for another. */
final class Enders {
    private static final Logger log = LoggerFactory.getLogger(Enders.class);

    private Enders() {}

    /** Makes an end. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    static void start(ActiveRun run, Work work) {
        Thread.ofPlatform().name("mgx-end-" + run.task().id()).daemon().start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                log.error("Task {}: its end could not be recorded", run.task().id(), e);
            }
        });
    }
}
