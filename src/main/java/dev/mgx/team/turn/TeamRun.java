package dev.mgx.team.turn;

import dev.mgx.engine.Run;
import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.llm.gateway.TaskModels;
import dev.mgx.packages.Lock;
import dev.mgx.packages.PackageRefused;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.ErrorType;
import dev.mgx.task.RunRequest;
import dev.mgx.team.check.RequirementText;
import dev.mgx.workspace.SafePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The context shared by all stages of a run.
 *
 * @param usesLibraries whether programs are run with the libraries that their files lock
 */
public record TeamRun(
        Run run,
        TaskModels models,
        Sandbox sandbox,
        Packages packages,
        Notes notes,
        TeamLimits limits,
        boolean usesLibraries) {

    /** With the libraries that its files lock. */
    public TeamRun(Run run, TaskModels models, Sandbox sandbox, Packages packages, Notes notes, TeamLimits limits) {
        this(run, models, sandbox, packages, notes, limits, true);
    }

    /** For a project whose libraries cannot be had. */
    public TeamRun withoutLibraries() {
        return new TeamRun(run, models, sandbox, packages, notes, limits, false);
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

    /**
     * What the libraries of these files are, to run programs with.
     *
     * @throws StepFailed if they cannot be installed
     */
    public List<Path> libraries(Map<String, String> files, Step step) throws InterruptedException {
        if (!usesLibraries) {
            return List.of();
        }
        try {
            return packages.archives(files, step.timeLeft());
        } catch (PackageRefused | SandboxFailure | SandboxUnavailable e) {
            throw new StepFailed(ErrorType.SANDBOX, String.valueOf(e.getMessage()), e);
        }
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
}
