package dev.mgx.engine;

import dev.mgx.engine.run.StepFailed;

/** The work of one step. It may be run again after a crash until its result is journaled. */
@FunctionalInterface
public interface StepBody<T> {
    /**
     * Does the work. May block for up to {@link Step#timeLeft}.
     *
     * @throws InterruptedException when the run was ended from outside; do not catch it
     * @throws StepFailed when the work cannot be done
     */
    T run(Step step) throws InterruptedException;
}
