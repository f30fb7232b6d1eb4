package dev.mgx.team;

import dev.mgx.team.turn.TeamRun;
import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.packages.Dependency;
import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.Lock;
import dev.mgx.packages.PackageRefused;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.Design;
import java.util.ArrayList;
import java.util.List;

/** Chooses the versions of the packages that a design names, and installs them. */
record PackageStage(TeamRun team) {
    /**
     * The journaled result; the lock is in the project's files.
     *
     * @param packages those that are installed, as the design names them
     * @param refused why they could not be installed; empty if they were
     */
    record Installed(List<String> packages, String refused) {}

    /** Installs the design's packages, but for those that come with the language. */
    Installed install(String name, Design design) throws InterruptedException {
        Ecosystem ecosystem = design.ecosystem().orElseThrow();
        return team.run().step(name, Installed.class, step -> {
            List<String> packages = new ArrayList<>();
            List<Dependency> dependencies = new ArrayList<>();
            for (String text : design.packages()) {
                Dependency dependency = ecosystem.parsed(text).orElseThrow();
                if (!team.packages().isBuiltIn(ecosystem, dependency.name())) {
                    packages.add(text);
                    dependencies.add(dependency);
                }
            }
            if (packages.isEmpty()) {
                return new Installed(List.of(), "");
            }
            step.emit(log("Installing %s from %s".formatted(String.join(", ", packages), ecosystem.title())));
            String refused = refused(step, ecosystem, dependencies);
            return new Installed(refused.isEmpty() ? packages : List.of(), refused);
        });
    }

    private String refused(Step step, Ecosystem ecosystem, List<Dependency> dependencies) throws InterruptedException {
        try {
            Lock lock = team.packages().resolve(ecosystem, dependencies, step.timeLeft());
            lock.files().forEach((path, content) -> step.save(new ArtifactDraft(path, content, AgentRole.ARCHITECT)));
            List<String> libraries = lock.libraries();
            step.conclude(log(libraries.size() == 1
                            ? "Installed one package"
                            : "Installed %d packages".formatted(libraries.size()))
                    .visual(VisualType.MESSAGE)
                    .with("content", "- " + String.join("\n- ", libraries)));
            return "";
        } catch (PackageRefused e) {
            step.conclude(log(String.valueOf(e.getMessage())));
            return String.valueOf(e.getMessage());
        } catch (SandboxFailure | SandboxUnavailable e) {
            throw new StepFailed(ErrorType.SANDBOX, "The packages could not be installed: " + e.getMessage(), e);
        }
    }

    private static EventDraft log(String sentence) {
        return EventDraft.of(EventType.LOG, sentence).by(AgentRole.ARCHITECT);
    }
}
