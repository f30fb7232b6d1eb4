package dev.mgx.team.turn;

import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.packages.DeclaredPackages;
import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.PackageRefused;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Those that a project declares which existed before. What is declared later, by whoever works on it, is installed under the same rules
 * as the packages of new programs; where these forbid it, the project keeps those that it came with. Confined to the steps of one run.
 */
public final class DeclaredLibraries implements Libraries {
    private final TeamRun team;
    private final Libraries locked;
    private final String testCommand;
    private final Set<Ecosystem> without;
    private final Set<String> told = new HashSet<>();

    /** @param without those of which what the project came with cannot be installed */
    public DeclaredLibraries(TeamRun team, String testCommand, Set<Ecosystem> without) {
        this.team = team;
        this.locked = new LockedLibraries(team.packages());
        this.testCommand = testCommand;
        this.without = Set.copyOf(without);
    }

    /**
     * Installs what the project declares as it came, and tells what comes of it.
     *
     * @return the ecosystems of which that cannot be done
     */
    public static Set<Ecosystem> missing(TeamRun team, Step step, String testCommand, Map<String, String> files)
            throws InterruptedException {
        Set<Ecosystem> missing = EnumSet.noneOf(Ecosystem.class);
        for (DeclaredPackages declared : DeclaredPackages.in(files, testCommand)) {
            String flaw = team.run().task().options().allowsPackages()
                    ? flaw(team, step, declared)
                    : "package_approval is off";
            if (!flaw.isEmpty()) {
                missing.add(declared.ecosystem());
                step.conclude(EventDraft.of(
                        EventType.LOG,
                        "The packages of %s are not installed, and it goes on without them: %s"
                                .formatted(declared.said(), flaw)));
            }
        }
        return missing;
    }

    private static String flaw(TeamRun team, Step step, DeclaredPackages declared) throws InterruptedException {
        try {
            step.emit(EventDraft.of(EventType.LOG, "Installing the packages of %s".formatted(declared.said())));
            for (String note :
                    team.packages().install(declared, step.timeLeft()).notes()) {
                step.conclude(EventDraft.of(EventType.LOG, note));
            }
            return "";
        } catch (PackageRefused | SandboxFailure | SandboxUnavailable e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public List<Path> archives(Map<String, String> files, Step step) throws InterruptedException {
        List<Path> archives = new ArrayList<>();
        for (DeclaredPackages declared : DeclaredPackages.in(files, testCommand)) {
            if (!without.contains(declared.ecosystem())) {
                archive(declared, step).ifPresent(archives::add);
            }
        }
        archives.addAll(locked.archives(jars(files), step));
        return archives;
    }

    /** Of a program that the team wrote once, whose jars Maven does not find. */
    private static Map<String, String> jars(Map<String, String> files) {
        Map<String, String> lock = new HashMap<>(files);
        lock.keySet().retainAll(Set.of(Ecosystem.MAVEN.manifest(), Ecosystem.MAVEN.lockFile()));
        return lock;
    }

    private Optional<Path> archive(DeclaredPackages declared, Step step) throws InterruptedException {
        Optional<DeclaredPackages> before = before(declared.ecosystem());
        if (!before.equals(Optional.of(declared))) {
            Optional<Path> newer = newer(declared, before, step);
            if (newer.isPresent()) {
                return newer;
            }
        }
        try {
            return before.isPresent() ? Optional.of(installed(before.get(), step)) : Optional.empty();
        } catch (PackageRefused e) {
            throw new StepFailed(ErrorType.SANDBOX, String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<Path> newer(DeclaredPackages declared, Optional<DeclaredPackages> before, Step step)
            throws InterruptedException {
        DeclaredPackages known = before.orElse(new DeclaredPackages(declared.ecosystem(), Map.of()));
        if (team.run().task().options().asksForPackages()) {
            tell(declared, "package_approval is ask, and nobody was asked.", step);
            return Optional.empty();
        }
        List<String> doubts = declared.newDoubts(known);
        if (!doubts.isEmpty()) {
            tell(declared, String.join(" ", doubts), step);
            return Optional.empty();
        }
        try {
            return Optional.of(installed(declared, step));
        } catch (PackageRefused e) {
            tell(declared, String.valueOf(e.getMessage()), step);
            return Optional.empty();
        }
    }

    private Path installed(DeclaredPackages declared, Step step) throws InterruptedException {
        try {
            return team.packages().archive(declared, step.timeLeft());
        } catch (SandboxFailure | SandboxUnavailable e) {
            throw new StepFailed(ErrorType.SANDBOX, String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<DeclaredPackages> before(Ecosystem ecosystem) throws InterruptedException {
        return DeclaredPackages.in(team.run().sourceFiles(), testCommand).stream()
                .filter(each -> each.ecosystem() == ecosystem)
                .findFirst();
    }

    private void tell(DeclaredPackages declared, String why, Step step) throws InterruptedException {
        String sentence =
                "The packages of %s as it is now are not installed, and those that the project came with are used: %s"
                        .formatted(declared.said(), why);
        if (told.add(sentence)) {
            step.emit(EventDraft.of(EventType.LOG, sentence));
        }
    }

    @Override
    public Set<String> ownPaths(Collection<String> paths) {
        return Set.of();
    }
}
