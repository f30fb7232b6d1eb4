package dev.mgx.team;

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
import dev.mgx.team.answer.Require;
import dev.mgx.team.role.Design;
import dev.mgx.team.turn.TeamRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chooses the versions of the packages that a design names, and installs them. */
record PackageStage(TeamRun team) {
    /**
     * The journaled result; the lock is in the project's files.
     *
     * @param packages those that are installed, as the design names them
     * @param refused why they could not be installed; empty if they were
     * @param doubts a sentence for each, also of those brought along, that could be taken for a better known one
     */
    record Installed(List<String> packages, String refused, List<String> doubts) {
        Installed {
            doubts = Require.texts("doubts", doubts); // it was journaled without any once
        }
    }

    /** What came of an installation. */
    private record Outcome(String refused, List<String> doubts) {}

    /**
     * Installs the design's packages, but for those that come with the language.
     *
     * @param meant whether names that look like a typo are what is meant, so that a person is to be asked about them
     */
    Installed install(String name, Design design, boolean meant) throws InterruptedException {
        return install(name, design.ecosystem().orElseThrow(), design.packages(), meant, false);
    }

    /**
     * Installs these packages, which are what is meant, beside those that the project has, whose versions stay; none if they
     * bring along one that can be taken for a better known one.
     */
    Installed add(String name, Ecosystem ecosystem, List<String> wanted) throws InterruptedException {
        return install(name, ecosystem, wanted, true, true);
    }

    private Installed install(String name, Ecosystem ecosystem, List<String> wanted, boolean meant, boolean beside)
            throws InterruptedException {
        return team.run().step(name, Installed.class, step -> {
            List<String> packages = new ArrayList<>();
            List<Dependency> dependencies = new ArrayList<>();
            for (String text : wanted) {
                Dependency dependency = ecosystem.parsed(text).orElseThrow();
                if (!team.packages().isBuiltIn(ecosystem, dependency.name())) {
                    packages.add(text);
                    dependencies.add(dependency);
                }
            }
            if (packages.isEmpty()) {
                return new Installed(List.of(), "", List.of());
            }
            List<String> doubts =
                    ecosystem.doubts(dependencies.stream().map(Dependency::name).toList());
            if (!meant && !doubts.isEmpty()) {
                String refused = "%s Nothing was installed.".formatted(String.join(" ", doubts));
                step.conclude(log(refused));
                return new Installed(List.of(), refused, doubts);
            }
            step.emit(log("Installing %s from %s".formatted(String.join(", ", packages), ecosystem.title())));
            Outcome outcome = outcome(step, ecosystem, dependencies, beside ? team.files() : Map.of());
            return new Installed(
                    outcome.refused().isEmpty() ? packages : List.of(), outcome.refused(), outcome.doubts());
        });
    }

    private Outcome outcome(Step step, Ecosystem ecosystem, List<Dependency> dependencies, Map<String, String> project)
            throws InterruptedException {
        try {
            Lock lock = team.packages().resolve(ecosystem, dependencies, project, step.timeLeft());
            List<String> doubts = ecosystem.doubts(lock.names());
            List<String> direct =
                    ecosystem.doubts(dependencies.stream().map(Dependency::name).toList());
            if (!project.isEmpty() && !direct.containsAll(doubts)) {
                String refused = "%s Nothing was installed.".formatted(String.join(" ", doubts));
                step.conclude(log(refused));
                return new Outcome(refused, doubts);
            }
            lock.files().forEach((path, content) -> step.save(new ArtifactDraft(path, content, AgentRole.ARCHITECT)));
            List<String> libraries = lock.libraries();
            step.conclude(log(libraries.size() == 1
                            ? "Installed one package"
                            : "Installed %d packages".formatted(libraries.size()))
                    .visual(VisualType.MESSAGE)
                    .with("content", "- " + String.join("\n- ", libraries)));
            return new Outcome("", doubts);
        } catch (PackageRefused e) {
            step.conclude(log(String.valueOf(e.getMessage())));
            return new Outcome(String.valueOf(e.getMessage()), List.of());
        } catch (SandboxFailure | SandboxUnavailable e) {
            throw new StepFailed(ErrorType.SANDBOX, "The packages could not be installed: " + e.getMessage(), e);
        }
    }

    private static EventDraft log(String sentence) {
        return EventDraft.of(EventType.LOG, sentence).by(AgentRole.ARCHITECT);
    }
}
