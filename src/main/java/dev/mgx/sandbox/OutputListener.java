package dev.mgx.sandbox;

import java.util.List;

/** Receives a program's output while it runs. */
@FunctionalInterface
public interface OutputListener {
    /** A listener that wants nothing. */
    OutputListener NONE = lines -> {};

    /**
     * Takes the lines that came since the last call, at least one, on the thread that called
     * {@link Sandbox#run}. May block: the program then waits with its writing, its deadline does not.
     *
     * @throws InterruptedException ends the program, and the run with it
     */
    void lines(List<OutputLine> lines) throws InterruptedException;
}
