package dev.mgx.team;

import dev.mgx.agent.CheckReport;
import dev.mgx.engine.Step;
import java.util.Map;
import java.util.Optional;

/** What the work of an agent must pass. */
interface WorkGate {
    /**
     * How the project stands.
     *
     * @param texts of the project as this step leaves them
     * @param binaries its other files, by path
     */
    CheckReport judge(Step step, Map<String, String> texts, Map<String, byte[]> binaries) throws InterruptedException;

    /**
     * What the agent is asked once before work that passes is taken; empty if nothing is.
     *
     * @param said all that it said when it handed it in
     */
    Optional<String> question(Step step, Map<String, String> texts, Map<String, byte[]> binaries, String said)
            throws InterruptedException;

    /** Whether the work is over as soon as everything passes, before the agent says so. */
    boolean isDecisive();
}
