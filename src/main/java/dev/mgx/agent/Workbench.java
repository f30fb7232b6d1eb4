package dev.mgx.agent;

import dev.mgx.engine.Step;
import dev.mgx.llm.Prompt;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an agent works with. All but {@link #files}, {@link #refusal} and {@link #heard} is called within a step, and records what people are to see. */
public interface Workbench {
    /** The model's answer, not blank. */
    String ask(Step step, int turn, Prompt prompt) throws InterruptedException;

    /**
     * Why a script may not be run, if it may not; may wait for a person. Not within a step.
     *
     * @param name of this question, unique within the run
     */
    Optional<String> refusal(String name, String script) throws InterruptedException;

    /** As {@link #ask}, where the work is taken as it is without an answer too, which is empty then. */
    Optional<String> askAgain(Step step, int turn, Prompt prompt) throws InterruptedException;

    /** Runs a script in the project's folder, and keeps what it changed. */
    ActionOutcome run(Step step, String script) throws InterruptedException;

    /**
     * Writes files.
     *
     * @param files contents by path; null removes one
     * @throws UnclearAction if one of them may not be written
     */
    ActionOutcome write(Step step, Map<String, @Nullable String> files) throws InterruptedException;

    /** The texts of the project as they are now, also what this step has changed. */
    Map<String, String> files(Step step) throws InterruptedException;

    /** Runs the checks on the project as it is now. */
    CheckReport check(Step step) throws InterruptedException;

    /** Whether the work is over as soon as all checks pass; else the model has to say so as well. */
    boolean checksDecide();

    /**
     * What the agent is asked once when it hands its work in and everything passes; empty if nothing is.
     *
     * @param said all that it said when it handed it in
     */
    Optional<String> question(Step step, String said) throws InterruptedException;

    /** What a person has said since it was asked last; journaled under the turn's name. */
    Optional<String> heard(String turn) throws InterruptedException;
}
