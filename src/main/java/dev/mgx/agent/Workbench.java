package dev.mgx.agent;

import dev.mgx.engine.Step;
import dev.mgx.llm.Prompt;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an agent works with. All but {@link #files} is called within a step, and records what people are to see. */
public interface Workbench {
    /** The model's answer, not blank. */
    String ask(Step step, int turn, Prompt prompt) throws InterruptedException;

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

    /** What a person has said since it was asked last; journaled under the turn's name. */
    Optional<String> heard(String turn) throws InterruptedException;
}
