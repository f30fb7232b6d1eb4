package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.llm.TaskModels;
import dev.mgx.sandbox.Sandbox;
import java.util.Map;
import java.util.TreeMap;

/** What every phase of one run works with. */
record TeamRun(Run run, TaskModels models, Sandbox sandbox, Notes notes) {

    String requirement() {
        return run.task().inputPrompt();
    }

    /** The project's files as of now, in the order of their paths. To be read inside a step. */
    Map<String, String> files() throws InterruptedException {
        return new TreeMap<>(run.files());
    }
}
