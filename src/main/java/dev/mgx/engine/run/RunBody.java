package dev.mgx.engine.run;

/** The work of a run. */
@FunctionalInterface
public interface RunBody {
    /**
     * Does the work of a run, on the run's own thread.
     *
     * @throws InterruptedException when the run is ended from outside, or suspended
     */
    WorkflowResult run(ActiveRun run) throws InterruptedException;
}
