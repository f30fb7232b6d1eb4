package dev.mgx.team;

import dev.mgx.agent.CheckReport;
import dev.mgx.engine.Step;
import java.util.Map;

/** What the work of an agent must pass. */
interface WorkGate {
    /**
     * How the project stands.
     *
     * @param texts of the project as this step leaves them
     * @param binaries its other files, by path
     */
    CheckReport judge(Step step, Map<String, String> texts, Map<String, byte[]> binaries) throws InterruptedException;

    /** Whether the work is over as soon as everything passes, before the agent says so. */
    boolean isDecisive();
}
