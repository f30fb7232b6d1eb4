package dev.mgx.team.turn;

import dev.mgx.engine.Run;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.operator.Briefing;
import dev.mgx.packages.Lock;
import dev.mgx.packages.Packages;
import dev.mgx.repository.change.FileSet;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.task.RunRequest;
import dev.mgx.team.check.RequirementText;
import dev.mgx.workspace.SafePath;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The context shared by all stages of a run.
 *
 * @param libraries what programs are run with
 * @param briefing what the operator of this engine says to the roles
 */
public record TeamRun(
        Run run,
        TaskModels models,
        Sandbox sandbox,
        Packages packages,
        Notes notes,
        TeamLimits limits,
        Libraries libraries,
        Briefing briefing) {

    /** With the libraries that its files lock, and without words of the operator. */
    public TeamRun(Run run, TaskModels models, Sandbox sandbox, Packages packages, Notes notes, TeamLimits limits) {
        this(run, models, sandbox, packages, notes, limits, new LockedLibraries(packages), Briefing.NONE);
    }

    /** With other libraries. */
    public TeamRun with(Libraries others) {
        return new TeamRun(run, models, sandbox, packages, notes, limits, others, briefing);
    }

    /** With what the operator says. */
    public TeamRun told(Briefing words) {
        return new TeamRun(run, models, sandbox, packages, notes, limits, libraries, words);
    }

    public String requirement() {
        return run.task().inputPrompt();
    }

    public RequirementText requirementText() {
        return new RequirementText(requirement());
    }

    /**
     * The name of a test step. It is unique to each run, so that a resumed run repeats it on the current files instead
     * of failing again by the old result.
     */
    public String attemptName(String step) {
        return run.request().kind() == RunRequest.Kind.RESUME ? "run-%d:%s".formatted(run.number(), step) : step;
    }

    /** The libraries that the program may use, one on each line; empty for none. */
    public static String libraryNames(Map<String, String> files) {
        return Lock.in(files).stream().flatMap(lock -> lock.direct().stream()).collect(Collectors.joining("\n"));
    }

    /**
     * The project's current files, sorted by path, without those that an earlier version took under a name that is not
     * safe. Read inside a step.
     */
    public Map<String, String> files() throws InterruptedException {
        Map<String, String> files = new TreeMap<>(run.files());
        files.keySet().removeIf(path -> SafePath.flaw(path).isPresent());
        return files;
    }

    /** The existing project that is changed, as it came. Read inside a step. */
    public FileSet source() throws InterruptedException {
        return new FileSet(run.sourceFiles(), run.sourceBinaries());
    }
}
