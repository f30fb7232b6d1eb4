package dev.mgx.team.role;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.workspace.ManifestFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The manifest of a finished project, in its file {@value #PATH}: its checks and how to test them, for later runs.
 *
 * @param failedChecks the ids of the checks that failed in the last test run
 * @param changedChecks the checks, by id, whose test was rewritten after it had failed
 */
public record ProjectManifest(
        String title,
        String summary,
        List<AcceptanceCheck> checks,
        String howToRun,
        List<String> runCommand,
        String testFile,
        List<String> testCommand,
        List<String> failedChecks,
        Map<String, CheckChange> changedChecks) {
    public static final String PATH = ManifestFile.PATH;

    public ProjectManifest {
        title = Require.text("title", title);
        summary = Require.text("summary", summary);
        checks = Require.some("checks", checks, Prd.MOST_CHECKS);
        howToRun = Require.text("how_to_run", howToRun);
        runCommand = Require.texts("run_command", runCommand);
        testFile = Require.path("test_file", testFile);
        testCommand = Require.command("test_command", testCommand);
        failedChecks = Require.texts("failed_checks", failedChecks);
        changedChecks = CheckChange.inOrder(changedChecks);
    }

    public static ProjectManifest of(Prd prd, Design design) {
        return new ProjectManifest(
                prd.title(),
                prd.summary(),
                prd.checks(),
                design.howToRun(),
                design.runCommand(),
                design.testFile(),
                design.testCommand(),
                List.of(),
                Map.of());
    }

    /** The manifest in these files, which has the latest results; else this one. */
    public ProjectManifest in(Map<String, String> files) {
        try {
            String text = files.get(PATH);
            return text == null ? this : Json.read(text, ProjectManifest.class);
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
        return with(failed, changedChecks);
    }

    /**
     * A copy after the test of the disputed checks was rewritten. All checks share one test file, so the other checks
     * may be affected and count as changed too.
     */
    public ProjectManifest disputed(List<Dispute> disputes) {
        Map<String, CheckChange> changed = new TreeMap<>(changedChecks);
        String by = AgentRole.QA_ENGINEER.toString();
        String ids = disputes.stream().map(Dispute::check).collect(Collectors.joining(", "));
        String reason = "Its test is in the file that was rewritten for %s: %s"
                .formatted(ids, disputes.getFirst().reason());
        checks.forEach(check -> changed.putIfAbsent(check.id(), new CheckChange(by, reason)));
        disputes.forEach(dispute -> changed.put(dispute.check(), new CheckChange(by, dispute.reason())));
        return with(failedChecks, changed);
    }

    /** A copy after a person had the test changed; marks the checks that had failed before. */
    public ProjectManifest changedAsAsked(String request) {
        Map<String, CheckChange> changed = new TreeMap<>(changedChecks);
        failedChecks.forEach(id -> changed.put(id, CheckChange.asked(request)));
        return with(failedChecks, changed);
    }

    /** Rejects a test that no longer contains one of its checks. */
    public void requireChecksKept(String before, String after) {
        for (AcceptanceCheck check : checks) {
            Pattern id = Pattern.compile("\\b%s\\b".formatted(Pattern.quote(check.id())));
            Require.that(
                    !id.matcher(before).find() || id.matcher(after).find(),
                    "The check %s is not in %s any more; every check stays in it".formatted(check.id(), testFile));
        }
    }

    public ArtifactDraft draft() {
        return new ArtifactDraft(PATH, Json.write(this) + "\n", AgentRole.QA_ENGINEER);
    }

    private ProjectManifest with(List<String> failed, Map<String, CheckChange> changed) {
        return new ProjectManifest(
                title, summary, checks, howToRun, runCommand, testFile, testCommand, failed, changed);
    }
}
