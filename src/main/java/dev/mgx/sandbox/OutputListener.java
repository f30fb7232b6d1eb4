package dev.mgx.sandbox;

import java.util.List;

/** Receives a program's output while it runs. */
@FunctionalInterface
public interface OutputListener {
    /** A listener that ignores the output. */
    OutputListener NONE = lines -> {};

    /**
     * Receives the lines since the last call, at least one, on the thread that called {@link Sandbox#run}. May block:
     * the program's writes then block too, but its deadline still applies.
     *
     * @throws InterruptedException ends the program and {@link Sandbox#run}
     */
    void lines(List<OutputLine> lines) throws InterruptedException;
}
