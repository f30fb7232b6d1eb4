package dev.mgx.team;

import dev.mgx.engine.Step;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.Examples;
import dev.mgx.team.check.NamedFiles;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.Dispute;
import dev.mgx.team.role.FileRelevance;
import dev.mgx.team.role.Patch;
import dev.mgx.team.role.PlannedFile;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.role.Proposal;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.team.turn.UnusableAnswer;
import dev.mgx.workspace.UnifiedDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One repair, always in a fresh prompt: the program is mended by the debugger, or a file of it written anew. */
final class RepairStage {
    private static final PromptTemplate DEBUGGER = PromptTemplate.load(AgentRole.DEBUGGER, "debugger", 16_000);

    private final TeamRun team;
    private final ProjectManifest manifest;
    private final RequirementText words;
    private final Set<String> tried = new HashSet<>();
    private int written;

    RepairStage(TeamRun team, ProjectManifest manifest, RequirementText words) {
        this.team = team;
        this.manifest = manifest;
        this.words = words;
    }

    /** The ids of the checks that are the requirement's own examples, about which there is nothing to decide. */
    Set<String> certain() {
        List<AcceptanceCheck> examples = Examples.in(words);
        return manifest.checks().stream()
                .filter(check ->
                        examples.stream().anyMatch(example -> example.steps().equals(check.steps())))
                .map(AcceptanceCheck::id)
                .collect(Collectors.toSet());
    }

    /** The debugger mends the program by what came of its checks. */
    Patch mend(int round, TestRun last, List<String> history, Set<String> disputed, double progress)
            throws InterruptedException {
        Patch patch = team.run().step(team.attemptName("repair-" + round), Patch.class, step -> {
            Turn turn =
                    Turn.begin(team, step, AgentRole.DEBUGGER, null, "Looking for the cause, try " + round, progress);
            Map<String, String> before = team.files();
            ProjectManifest current = manifest.in(before);
            Set<String> failed = Set.copyOf(last.failed());
            List<AcceptanceCheck> passing = current.checks().stream()
                    .filter(check -> !failed.contains(check.id()))
                    .toList();
            try {
                Proposal proposal = turn.ask(
                        turn.prompt(DEBUGGER)
                                .text("requirement", 0.2, words.text())
                                .text("packages", 0.05, TeamRun.libraryNames(before))
                                .text("notes", 0.05, team.notes().text())
                                .text("history", 0.1, String.join("\n", history))
                                .text("passed", 0.1, AcceptanceCheck.list(passing))
                                .text("output", 0.25, failures(current, last))
                                .files("files", before, new FileRelevance(before, last.evidence()).paths())
                                .fitted(),
                        answer -> Proposal.read(answer, before.keySet(), disputable(last, disputed)));
                return apply(step, turn, proposal, before, progress);
            } catch (UnusableAnswer e) {
                turn.goOnWithout(e, "this try changes nothing");
                turn.end("Found no new fix", progress);
                return new Patch("no usable answer", Map.of(), "", List.of(), List.of());
            }
        });
        tried.add(patch.fingerprint());
        return patch;
    }

    /** Each failed check as it is, and what came instead; a breakdown that many checks show alike is told once. */
    private static String failures(ProjectManifest manifest, TestRun last) {
        Map<String, String> told = new HashMap<>();
        List<String> failures = new ArrayList<>();
        for (CheckOutcome result : last.results()) {
            if (!result.passed()) {
                String check = manifest.checks().stream()
                        .filter(each -> each.id().equals(result.id()))
                        .map(AcceptanceCheck::text)
                        .findFirst()
                        .orElse("");
                String before = told.putIfAbsent(breakdown(result), result.id());
                failures.add("%s must be:\n%s\n\n%s was:\n%s"
                        .formatted(
                                result.id(),
                                check,
                                result.id(),
                                before == null || breakdown(result).isEmpty()
                                        ? result.textWithoutLibraries()
                                        : "the same error as of " + before));
            }
        }
        return String.join("\n\n", failures);
    }

    /** What the runtime said where the program broke down at a check's first command; empty else. */
    private static String breakdown(CheckOutcome result) {
        return result.steps().size() == 1 && result.steps().getFirst().brokeDown()
                ? result.steps().getFirst().errors().strip()
                : "";
    }

    private Map<String, String> disputable(TestRun last, Set<String> disputed) {
        Set<String> certain = certain();
        Map<String, String> disputable = new LinkedHashMap<>();
        for (String id : last.failed()) {
            disputable.put(
                    id,
                    disputed.contains(id)
                            ? "the tester has decided about it"
                            : certain.contains(id) ? "it is an example of the requirement itself" : "");
        }
        return disputable;
    }

    private Patch apply(Step step, Turn turn, Proposal proposal, Map<String, String> before, double progress) {
        Map<String, String> submitted = new TreeMap<>(proposal.submitted());
        submitted.entrySet().removeIf(file -> file.getValue().equals(before.get(file.getKey())));
        String fingerprint = Integer.toHexString(submitted.hashCode());
        boolean repeated = tried.contains(fingerprint);
        Map<String, String> changed = new TreeMap<>(submitted);
        changed.keySet().retainAll(repeated ? Set.of() : proposal.files().keySet());
        step.conclude(turn.event(EventType.MESSAGE, proposal.diagnosis())
                .visual(VisualType.DEBUG)
                .with("content", proposal.diagnosis()));
        proposal.notTaken().forEach(sentence -> step.conclude(turn.event(EventType.LOG, sentence)));
        Map<String, String> replaced = saved(step, turn, changed, before, AgentRole.DEBUGGER);
        List<Dispute> disputes = repeated ? List.of() : proposal.disputes();
        turn.end(describe(changed.size(), disputes.size()), progress);
        return new Patch(
                proposal.diagnosis(), replaced, fingerprint, disputes, repeated ? List.of() : proposal.notTaken());
    }

    private static Map<String, String> saved(
            Step step, Turn turn, Map<String, String> changed, Map<String, String> before, AgentRole role) {
        Map<String, String> replaced = new TreeMap<>();
        changed.forEach((path, content) -> {
            String old = before.getOrDefault(path, "");
            replaced.put(path, old);
            step.conclude(turn.event(EventType.MESSAGE, "Fixed " + path)
                    .file(path)
                    .diff(UnifiedDiff.between(path, old, content))
                    .with("content", content));
            step.save(new ArtifactDraft(path, content, role));
        });
        return replaced;
    }

    private static String describe(int repaired, int disputes) {
        return disputes > 0
                ? "Disputed %d checks".formatted(disputes)
                : repaired == 0 ? "Found no new fix" : "Fixed %d files".formatted(repaired);
    }

    /** An engineer writes the file anew that the failures are most likely in; at the next call the one after it. */
    Patch writeAnew(int round, TestRun last, double progress) throws InterruptedException {
        int nth = written++;
        return team.run().step(team.attemptName("repair-" + round), Patch.class, step -> {
            Map<String, String> before = team.files();
            ProjectManifest current = manifest.in(before);
            List<String> programs = new FileRelevance(before, last.evidence())
                    .paths().stream()
                            .filter(path -> NamedFiles.start(path).isPresent() || path.endsWith(".html"))
                            .toList();
            if (programs.isEmpty()) {
                return new Patch("there is no program file to write anew", Map.of(), "", List.of(), List.of());
            }
            String path = programs.get(nth % programs.size());
            List<String> others = before.keySet().stream()
                    .filter(other -> !other.equals(path))
                    .toList();
            Turn turn = Turn.begin(team, step, AgentRole.ENGINEER, path, "Writing %s anew".formatted(path), progress);
            try {
                String content = new FileAuthor(
                                team, current.checks(), "", current.service().isPresent())
                        .written(
                                turn,
                                new PlannedFile(path, "", List.of(), ""),
                                programs.size() == 1 ? "" : current.interfaces(),
                                before,
                                others,
                                last.faults());
                Map<String, String> changed = content.equals(before.get(path)) ? Map.of() : Map.of(path, content);
                Map<String, String> replaced = saved(step, turn, changed, before, AgentRole.ENGINEER);
                turn.end("Wrote %s anew".formatted(path), progress);
                return new Patch("%s was written anew".formatted(path), replaced, "", List.of(), List.of());
            } catch (UnusableAnswer e) {
                turn.goOnWithout(e, "this try changes nothing");
                turn.end("Could not write " + path, progress);
                return new Patch("no usable answer", Map.of(), "", List.of(), List.of());
            }
        });
    }
}
