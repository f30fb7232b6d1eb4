package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.llm.FileBlock;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.workspace.UnifiedDiff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The last phase: tests, and repairs by what they really say, until all pass or nothing gets better. */
final class Debugging {
    private static final PromptTemplate DEBUGGER = PromptTemplate.load(AgentRole.DEBUGGER, "debugger");
    private static final int MOST_ROUNDS = 4;
    /** How many rounds in a row may bring no further check to pass. */
    private static final int MOST_VAIN_ROUNDS = 2;

    private final TeamRun team;
    private final ProjectManifest manifest;
    private final Set<String> tried = new HashSet<>();
    private final List<String> history = new ArrayList<>();

    Debugging(TeamRun team, ProjectManifest manifest) {
        this.team = team;
        this.manifest = manifest;
    }

    /** How it ended: the last test run, and why there was no further round. */
    record Result(TestRun last, String reason) {}

    Result untilProven() throws InterruptedException {
        Proving proving = new Proving(team, manifest);
        TestRun last = proving.execute(1, AgentRole.QA_ENGINEER, Stage.EXECUTION.done());
        int best = last.passed().size();
        int vain = 0;
        for (int round = 1; !last.proves(manifest.checks()); round++) {
            if (round > MOST_ROUNDS) {
                return new Result(last, "the debugger has used its %d rounds".formatted(MOST_ROUNDS));
            }
            team.notes().takeBefore(team.trying("debug-" + round));
            Patch patch = repair(round, last);
            if (patch.paths().isEmpty()) {
                return new Result(last, "the debugger found no new fix");
            }
            last = proving.execute(round + 1, AgentRole.DEBUGGER, Stage.DEBUGGING.done(round, MOST_ROUNDS));
            vain = last.passed().size() > best ? 0 : vain + 1;
            best = Math.max(best, last.passed().size());
            if (vain == MOST_VAIN_ROUNDS && !last.proves(manifest.checks())) {
                return new Result(last, "two rounds of debugging in a row made no progress");
            }
        }
        return new Result(last, "");
    }

    private Patch repair(int round, TestRun last) throws InterruptedException {
        Patch patch = team.run().step(team.trying("debug-" + round), Patch.class, step -> {
            double progress = Stage.DEBUGGING.done(round - 1, MOST_ROUNDS);
            Turn turn =
                    Turn.begin(team, step, AgentRole.DEBUGGER, null, "Looking for the cause, round " + round, progress);
            Map<String, String> before = team.files();
            Proposal proposal = turn.ask(
                    turn.prompt(DEBUGGER)
                            .text("requirement", 0.1, team.requirement())
                            .text("checks", 0.15, Prd.checkList(manifest.checks()))
                            .text("notes", 0.05, team.notes().text())
                            .text("history", 0.1, String.join("\n", history))
                            .whole("test_command", String.join(" ", manifest.testCommand()))
                            .text("output", 0.25, last.evidence())
                            .files("files", before, new Suspects(before, last.output()).paths())
                            .fitted(),
                    answer -> Proposal.read(answer, before.keySet()));
            return apply(step, turn, proposal, before, progress);
        });
        tried.add(patch.fingerprint());
        history.add("Round %d changed %s: %s".formatted(round, patch.paths(), patch.diagnosis()));
        return patch;
    }

    /** What the debugger says, and the files it wants to be so. */
    private record Proposal(String diagnosis, Map<String, String> files) {
        static Proposal read(String answer, Set<String> there) {
            Map<String, String> files = FileAnswer.any(answer, there);
            files.remove(ProjectManifest.PATH);
            int firstFile = FileBlock.in(answer).isEmpty() ? answer.length() : answer.indexOf("=== FILE ");
            String said = answer.substring(0, firstFile).strip();
            return new Proposal(said.isEmpty() ? "Changed " + String.join(", ", files.keySet()) : said, files);
        }
    }

    private Patch apply(Step step, Turn turn, Proposal proposal, Map<String, String> before, double progress) {
        Map<String, String> changed = new TreeMap<>(proposal.files());
        changed.entrySet().removeIf(file -> file.getValue().equals(before.get(file.getKey())));
        String fingerprint = Integer.toHexString(changed.hashCode());
        if (tried.contains(fingerprint)) {
            changed.clear();
        }
        step.conclude(turn.event(EventType.MESSAGE, proposal.diagnosis())
                .visual(VisualType.DEBUG)
                .with("content", proposal.diagnosis()));
        changed.forEach((path, content) -> {
            step.conclude(turn.event(EventType.MESSAGE, "Fixed " + path)
                    .file(path)
                    .diff(UnifiedDiff.between(path, before.getOrDefault(path, ""), content))
                    .with("content", content));
            step.save(new ArtifactDraft(path, content, AgentRole.DEBUGGER));
        });
        turn.end(changed.isEmpty() ? "Found no new fix" : "Fixed %d files".formatted(changed.size()), progress);
        return new Patch(proposal.diagnosis(), List.copyOf(changed.keySet()), fingerprint);
    }
}
