package dev.mgx.engine.run;

/** What a run does, from its start to what it comes to. */
@FunctionalInterface
public interface RunBody {
    /**
     * Does the work of a run, on the run's own thread.
     *
     * @throws InterruptedException when the run is ended from outside, or left for a later start
     */
    WorkflowResult run(ActiveRun run) throws InterruptedException;
}
