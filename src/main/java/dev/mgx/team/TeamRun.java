package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.RunRequest;
import dev.mgx.team.check.RequirementText;
import dev.mgx.workspace.SafePath;
import java.util.Map;
import java.util.TreeMap;

/** The context shared by all stages of a run. */
record TeamRun(Run run, TaskModels models, Sandbox sandbox, Notes notes, TeamLimits limits) {

    String requirement() {
        return run.task().inputPrompt();
    }

    RequirementText requirementText() {
        return new RequirementText(requirement());
    }

    /**
     * The name of a test step. It is unique to each run, so that a resumed run repeats it on the current files instead
     * of failing again by the old result.
     */
    String attemptName(String step) {
        return run.request().kind() == RunRequest.Kind.RESUME ? "run-%d:%s".formatted(run.number(), step) : step;
    }

    /**
     * The project's current files, sorted by path, without those that an earlier version took under a name that is not
     * safe. Read inside a step.
     */
    Map<String, String> files() throws InterruptedException {
        Map<String, String> files = new TreeMap<>(run.files());
        files.keySet().removeIf(path -> SafePath.flaw(path).isPresent());
        return files;
    }
}
