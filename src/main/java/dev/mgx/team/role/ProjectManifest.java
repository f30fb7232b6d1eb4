package dev.mgx.team.role;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.packages.Ecosystem;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.team.answer.Require;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckChange;
import dev.mgx.team.check.CheckStep;
import dev.mgx.team.check.ServiceCommand;
import dev.mgx.workspace.ManifestFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a finished project, in its file {@value #PATH}: its checks and how it is called, for later runs.
 *
 * @param howToRun commands, one on each line; empty if there is nothing to start
 * @param interfaces the purpose and interface of each file, for a tester who may not see the code
 * @param failedChecks the ids of the checks that failed in the last test run
 * @param changedChecks the checks, by id, that were changed after they had failed
 */
public record ProjectManifest(
        String title,
        String summary,
        List<AcceptanceCheck> checks,
        String howToRun,
        String interfaces,
        List<String> failedChecks,
        Map<String, CheckChange> changedChecks) {
    public static final String PATH = ManifestFile.PATH;

    /** Those of a new program, and of many messages after it. */
    private static final int MOST_CHECKS = 1_000;

    public ProjectManifest {
        title = Require.text("title", title);
        summary = Require.text("summary", summary);
        checks = Require.list("checks", checks, MOST_CHECKS);
        howToRun = Require.optional("how_to_run", howToRun);
        interfaces = Require.optional("interfaces", interfaces);
        failedChecks = Require.list("failed_checks", failedChecks, MOST_CHECKS);
        changedChecks = CheckChange.inOrder(changedChecks);
    }

    public static ProjectManifest of(Prd prd, Design design, List<AcceptanceCheck> checks) {
        return new ProjectManifest(
                prd.title(),
                prd.summary(),
                checks,
                Require.beginning(design.installAndRun(), Require.LONGEST_TEXT),
                Require.beginning(design.interfaces(design.paths()), Require.LONGEST_TEXT),
                List.of(),
                Map.of());
    }

    /**
     * Reads a manifest, also one whose checks are lines that a test program prints.
     *
     * @throws MalformedJson when it is neither
     */
    public static ProjectManifest read(String text) {
        return Json.readMap(text).containsKey("test_command")
                ? Json.read(text, Printed.class).manifest()
                : Json.read(text, ProjectManifest.class);
    }

    /** The manifest of an earlier version: a test program prints {@code PASS C1} or {@code FAIL C1} for each check. */
    private record Printed(
            String title,
            String summary,
            List<PrintedCheck> checks,
            String howToRun,
            @Nullable List<String> runCommand,
            String testFile,
            List<String> testCommand,
            @Nullable List<String> failedChecks,
            @Nullable Map<String, CheckChange> changedChecks) {
        private record PrintedCheck(String id, @Nullable String sentence, String check) {}

        private ProjectManifest manifest() {
            String run = testCommand.stream()
                    .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
                    .collect(Collectors.joining(" "));
            List<AcceptanceCheck> data = checks.stream()
                    .map(check -> new AcceptanceCheck(
                            check.id(),
                            check.sentence() == null ? "" : check.sentence(),
                            check.check(),
                            List.of(),
                            List.of(CheckStep.of(run + " || true", "…PASS %s…".formatted(check.id()))),
                            true))
                    .toList();
            return new ProjectManifest(
                    title,
                    summary,
                    data,
                    howToRun,
                    "",
                    failedChecks == null ? List.of() : failedChecks,
                    changedChecks == null ? Map.of() : changedChecks);
        }
    }

    /** How it is started, if it listens. */
    public Optional<ServiceCommand> service() {
        return ServiceCommand.in(howToRun);
    }

    /** The manifest in these files, which has the latest results; else this one. */
    public ProjectManifest in(Map<String, String> files) {
        try {
            String text = files.get(PATH);
            return text == null ? this : read(text);
        } catch (MalformedJson e) {
            return this; // only the team writes it, so fall back to the one at the start of the run
        }
    }

    /** A copy after a test run in which these checks passed. */
    public ProjectManifest tried(Collection<String> passed) {
        List<String> failed = checks.stream()
                .map(AcceptanceCheck::id)
                .filter(id -> !passed.contains(id))
                .toList();
        return with(checks, failed, changedChecks);
    }

    /** Where its packages come from: by the runtime that starts it. */
    public Optional<Ecosystem> ecosystem() {
        String commands = service().map(ServiceCommand::run).orElse(howToRun);
        return commands.lines()
                .flatMap(line -> Ecosystem.of(line.split("\\s+", 2)[0]).stream())
                .findFirst();
    }

    /** A copy that is run after the command which installs its packages. */
    public ProjectManifest installedFrom(Ecosystem ecosystem) {
        String install = ecosystem.installCommand();
        return howToRun.startsWith(install)
                ? this
                : new ProjectManifest(
                        title,
                        summary,
                        checks,
                        Require.beginning(install + "\n" + howToRun, Require.LONGEST_TEXT),
                        interfaces,
                        failedChecks,
                        changedChecks);
    }

    /** A copy in which each of these checks has taken the place of the one with its id, or comes last. */
    public ProjectManifest changed(List<AcceptanceCheck> newChecks, Map<String, CheckChange> changes) {
        List<AcceptanceCheck> all = new ArrayList<>(checks);
        for (AcceptanceCheck check : newChecks) {
            int at = all.stream().map(AcceptanceCheck::id).toList().indexOf(check.id());
            if (at < 0) {
                all.add(check);
            } else {
                all.set(at, check);
            }
        }
        Map<String, CheckChange> merged = new TreeMap<>(changedChecks);
        merged.putAll(changes);
        return with(all, failedChecks, merged);
    }

    /** A copy with these checks in the place of its own. */
    public ProjectManifest withChecks(List<AcceptanceCheck> others) {
        return with(others, List.of(), Map.of());
    }

    /** The highest number among the ids of its checks; 0 if there are none. */
    public int lastNumber() {
        return checks.stream()
                .mapToInt(check -> Integer.parseInt(check.id().substring(1)))
                .max()
                .orElse(0);
    }

    /** As a document of an event. */
    public Map<String, @Nullable Object> document() {
        return Json.readMap(Json.write(this));
    }

    public ArtifactDraft draft() {
        return new ArtifactDraft(PATH, Json.write(this) + "\n", AgentRole.QA_ENGINEER);
    }

    private ProjectManifest with(
            List<AcceptanceCheck> newChecks, List<String> failed, Map<String, CheckChange> changed) {
        return new ProjectManifest(title, summary, newChecks, howToRun, interfaces, failed, changed);
    }
}
