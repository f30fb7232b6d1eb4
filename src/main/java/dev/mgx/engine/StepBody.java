package dev.mgx.engine;

import dev.mgx.engine.run.StepFailed;

/** The work of one step. It may run again after a crash, until its result is in the journal. */
@FunctionalInterface
public interface StepBody<T> {
    /**
     * Does the work; blocks as long as it needs within {@link Step#timeLeft}.
     *
     * @throws InterruptedException when the run was ended from outside; let it through
     * @throws StepFailed when it cannot be done
     */
    T run(Step step) throws InterruptedException;
}
