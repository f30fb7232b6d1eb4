package dev.mgx.team.turn;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.packages.Lock;
import dev.mgx.packages.PackageRefused;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.ErrorType;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Those that the team's own lock files name. */
record LockedLibraries(Packages packages) implements Libraries {
    @Override
    public List<Path> archives(Map<String, String> files, Step step) throws InterruptedException {
        try {
            return packages.archives(files, step.timeLeft());
        } catch (PackageRefused | SandboxFailure | SandboxUnavailable e) {
            throw new StepFailed(ErrorType.SANDBOX, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Set<String> ownPaths(Collection<String> paths) {
        return Lock.paths(paths);
    }
}
