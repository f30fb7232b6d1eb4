package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.llm.FileBlock;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.role.Dispute;
import dev.mgx.team.role.Excerpt;
import dev.mgx.team.role.Fences;
import dev.mgx.team.role.FileAnswer;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.Prd;
import dev.mgx.team.role.ProgramInterface;
import dev.mgx.team.role.ProgramText;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.Require;
import dev.mgx.team.role.Ruling;
import dev.mgx.team.role.TestFiles;
import dev.mgx.workspace.UnifiedDiff;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tester's review of a disputed check, based on the requirement, the check and the interface, never on the
 * program's code.
 */
record ReviewStage(TeamRun team, ProjectManifest manifest, ProgramInterface program) {
    private static final PromptTemplate QA_ENGINEER = PromptTemplate.load(AgentRole.QA_ENGINEER, "qa-engineer-dispute");
    private static final Pattern KEEP = Pattern.compile("(?s)[\\s*`\"]*KEEP\\b[\\s*`\":.,-]*(.*)");

    /** The tester keeps or rewrites the test; a rewritten test is saved together with the decision. */
    Ruling decide(int round, List<Dispute> disputes, TestRun last, double progress) throws InterruptedException {
        String ids = disputes.stream().map(Dispute::check).collect(Collectors.joining(", "));
        return team.run().step(team.attemptName("dispute-" + round), Ruling.class, step -> {
            Turn turn = Turn.begin(
                    team, step, AgentRole.QA_ENGINEER, manifest.testFile(), "Reviewing the test of " + ids, progress);
            Map<String, String> files = team.files();
            String before = files.getOrDefault(manifest.testFile(), "");
            Decision decision =
                    turn.ask(prompt(turn, disputes, last, files), answer -> Decision.read(answer, manifest, before));
            String message = decision.rewritten().isPresent()
                    ? "Rewrote the test of %s: %s".formatted(ids, decision.reason())
                    : "Kept the test of %s: %s".formatted(ids, decision.reason());
            step.conclude(turn.event(EventType.MESSAGE, message)
                    .visual(VisualType.MESSAGE)
                    .with("content", message));
            if (decision.rewritten().isPresent()) {
                keep(step, turn, decision.rewritten().get(), disputes, files);
            }
            turn.end(decision.rewritten().isPresent() ? "The test was rewritten" : "The test was kept", progress);
            return new Ruling(decision.rewritten().isPresent(), decision.reason());
        });
    }

    private FittedPrompt prompt(Turn turn, List<Dispute> disputes, TestRun last, Map<String, String> files) {
        String path = manifest.testFile();
        ProgramText code = ProgramText.of(files, TestFiles.of(manifest));
        String reasons = disputes.stream()
                .map(dispute -> "%s: %s".formatted(dispute.check(), dispute.reason()))
                .collect(Collectors.joining("\n"));
        return turn.prompt(QA_ENGINEER)
                .text("requirement", 0.1, team.requirement())
                .text("checks", 0.15, Prd.checkList(manifest.checks()))
                .text("overview", 0.1, program.overview())
                .text("interfaces", 0.15, program.files())
                .text("notes", 0.05, team.notes().text())
                .text("dispute", 0.1, code.withheldFrom(reasons))
                .text("output", 0.15, code.withheldFrom(last.evidence()))
                .whole("file", new FileBlock(path, files.getOrDefault(path, "")).text())
                .whole("path", path)
                .whole("test_command", String.join(" ", manifest.testCommand()))
                .fitted();
    }

    private void keep(Step step, Turn turn, String content, List<Dispute> disputes, Map<String, String> files) {
        String path = manifest.testFile();
        step.conclude(turn.event(EventType.MESSAGE, "Rewrote %s".formatted(path))
                .diff(UnifiedDiff.between(path, files.getOrDefault(path, ""), content))
                .with("content", content));
        step.save(new ArtifactDraft(path, content, AgentRole.QA_ENGINEER));
        step.save(manifest.in(files).disputed(disputes).draft());
    }

    /** The tester's decision: the reason, and the rewritten test if there is one. */
    private record Decision(String reason, Optional<String> rewritten) {
        static Decision read(String answer, ProjectManifest manifest, String before) {
            boolean hasFile = !FileBlock.in(answer).isEmpty();
            var keep = KEEP.matcher(answer);
            if (!hasFile && keep.matches()) {
                return new Decision(reason(keep.group(1), "it asks what the check says"), Optional.empty());
            }
            Require.that(
                    hasFile || !Fences.in(answer).isEmpty(),
                    "There is neither the word KEEP at the beginning nor a file in the answer");
            String content = FileAnswer.one(answer, manifest.testFile());
            String reason = reason(Dispute.before(answer), "it asked something else than the check");
            if (content.equals(before)) {
                return new Decision(reason, Optional.empty());
            }
            Require.that(!keep.matches(), "The answer says KEEP and has another file: one or the other");
            manifest.requireChecksKept(before, content);
            return new Decision(reason, Optional.of(content));
        }

        private static String reason(String text, String fallback) {
            String reason = text.replaceAll("(?s)```.*", "")
                    .replaceAll("[\\s\\p{Cntrl}]+", " ")
                    .strip();
            return reason.isEmpty() ? fallback : Excerpt.of(reason, LONGEST_REASON_TOKENS);
        }

        private static final int LONGEST_REASON_TOKENS = 300;
    }
}
