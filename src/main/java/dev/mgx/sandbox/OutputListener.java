package dev.mgx.sandbox;

import java.util.List;

/** Receives a program's output while it runs, and is told if it has to wait before. */
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

    /** The program waits for its turn: as many others run as may at once. On the thread that called {@link Sandbox#run}. */
    default void waits() throws InterruptedException {}
}
