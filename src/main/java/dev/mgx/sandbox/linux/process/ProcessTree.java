package dev.mgx.sandbox.linux.process;

/** A started process and all processes that it started, directly or indirectly. Not thread-safe. */
public sealed interface ProcessTree permits NamespacedTree, MarkedTree, GroupedTree {
    /** The environment variable that marks every process of an execution. */
    String MARK = "MGX_EXECUTION";

    /** Looks for members; returns whether any are known beside the root. */
    boolean discover();

    /**
     * Kills every member and waits until all are dead, for at most {@link #KILL_SECONDS}.
     *
     * @return whether all members are dead
     */
    boolean kill() throws InterruptedException;

    /** It takes milliseconds unless the kernel blocks or hundreds of busy processes are to die; longer is reported. */
    int KILL_SECONDS = 3;
}
