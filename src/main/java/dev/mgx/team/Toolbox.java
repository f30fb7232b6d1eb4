package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.ErrorType;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.CheckStep;
import dev.mgx.team.check.RequestLine;
import dev.mgx.team.check.ShellCommands;
import dev.mgx.team.turn.TeamRun;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which programs there are in the sandbox: found out by trying, before a plan leans on one that is not there. */
record Toolbox(Sandbox sandbox, List<Path> libraries) {
    /** Programs of the project are there as soon as they are written. */
    private static final Pattern OF_PROJECT = Pattern.compile("\\./.*|.*\\.(?:py|js|mjs|java|sh)");

    private static final Pattern NAME = Pattern.compile("[\\w.+/-]{1,100}");

    /** With the libraries of the project as it is. */
    static Toolbox of(TeamRun team, Step step) throws InterruptedException {
        return new Toolbox(team.sandbox(), team.libraries(team.files(), step));
    }

    /** Whether the programs that these checks start can be run. */
    Predicate<String> forChecks(Step step, List<AcceptanceCheck> checks) throws InterruptedException {
        Set<String> missing = missing(
                step,
                checks.stream()
                        .flatMap(check -> check.steps().stream())
                        .map(CheckStep::run)
                        .filter(run -> RequestLine.of(run).isEmpty()));
        return name -> !missing.contains(name);
    }

    /** The programs that these commands start and that are not there, sorted. */
    SortedSet<String> missing(Step step, Stream<String> commands) throws InterruptedException {
        SortedSet<String> needed = new TreeSet<>();
        commands.forEach(command -> needed.addAll(new ShellCommands(command).programs()));
        needed.removeIf(name ->
                OF_PROJECT.matcher(name).matches() || !NAME.matcher(name).matches());
        needed.removeAll(there(step, new TreeSet<>(needed)));
        return needed;
    }

    private Set<String> there(Step step, Set<String> needed) throws InterruptedException {
        Set<String> found = new HashSet<>();
        if (!sandbox.canExecute() || needed.isEmpty()) {
            return needed;
        }
        if (needed.contains("python")) {
            needed.add("python3"); // the checks' script makes one of the other
        }
        String script = CheckScript.PACKAGES
                + "for name in %s; do command -v \"$name\" >/dev/null && echo \"$name\"; done; true"
                        .formatted(String.join(" ", needed));
        try {
            Command command = new Command(List.of("sh", "-c", script), Map.of(), step.timeLeft()).with(libraries);
            Execution execution = sandbox.run(command, OutputListener.NONE);
            execution.stdout().lines().map(String::strip).forEach(found::add);
        } catch (SandboxFailure | SandboxUnavailable e) {
            throw new StepFailed(
                    ErrorType.SANDBOX, "The sandbox could not be asked which programs it has: " + e.getMessage(), e);
        }
        if (found.contains("python3")) {
            found.add("python");
        }
        return found;
    }
}
