package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.RunRequest;
import java.util.Map;
import java.util.TreeMap;

/** What every phase of one run works with. */
record TeamRun(Run run, TaskModels models, Sandbox sandbox, Notes notes) {

    String requirement() {
        return run.task().inputPrompt();
    }

    /**
     * What a step of trying out is named. A run that resumes takes these anew, on the files as they are now: a
     * run that failed its checks is not to fail by the old result again.
     */
    String attemptName(String step) {
        return run.request().kind() == RunRequest.Kind.RESUME ? "run-%d:%s".formatted(run.number(), step) : step;
    }

    /** The project's files as of now, in the order of their paths. To be read inside a step. */
    Map<String, String> files() throws InterruptedException {
        return new TreeMap<>(run.files());
    }
}
