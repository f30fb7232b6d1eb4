package dev.mgx.team;

import dev.mgx.agent.CheckReport;
import dev.mgx.agent.LoopEnd;
import dev.mgx.engine.Step;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.task.AgentRole;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.Design;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.workspace.ToolFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One engineer, who writes a new program and mends it in its folder until its checks pass. */
record AgentStage(TeamRun team, ProjectManifest manifest, Design design, RequirementText words) {
    private static final PromptTemplate ENGINEER = PromptTemplate.load(AgentRole.ENGINEER, "engineer-agent", 12_000);

    LoopEnd work() throws InterruptedException {
        try (ToolFolders tools = new ToolFolders()) {
            FolderCommand commands =
                    new FolderCommand(team, tools, team.limits().folder(), InstantSource.system(), AgentRole.ENGINEER);
            AgentBench bench = new AgentBench(team, new Checks(), commands);
            String only = design.isOneFile() ? design.paths().getFirst() : "";
            return new AgentWork(team, bench, this::brief, only).untilDone(unchecked());
        } catch (IOException e) {
            throw new UncheckedIOException("What commands left could not be deleted", e);
        }
    }

    private final class Checks implements WorkGate {
        private final TestingStage testing = new TestingStage(team, words);

        @Override
        public CheckReport judge(Step step, Map<String, String> texts, Map<String, byte[]> binaries)
                throws InterruptedException {
            return manifest.checks().isEmpty()
                    ? CheckReport.NONE
                    : testing.executeIn(
                                    step,
                                    AgentRole.ENGINEER,
                                    manifest,
                                    texts,
                                    binaries,
                                    StageProgress.EXECUTION.begun())
                            .report();
        }

        @Override
        public boolean isDecisive() {
            return true;
        }
    }

    /** Before anything is written every check fails. */
    private CheckReport unchecked() {
        return new CheckReport(
                List.of(), manifest.checks().stream().map(AcceptanceCheck::id).toList(), "");
    }

    private FittedPrompt brief(int tokens, CheckReport now) throws InterruptedException {
        Map<String, String> files = team.files();
        return new PromptBudget(ENGINEER, tokens)
                .text("requirement", 0.3, words.text())
                .text("checks", 0.25, AcceptanceCheck.list(manifest.checks()))
                .text("overview", 0.1, design.isOneFile() ? "" : design.overview())
                .text("interfaces", 0.1, design.interfaces(design.paths()))
                .whole("listens", design.service().isPresent() ? FileAuthor.LISTENS : "")
                .text("packages", 0.05, TeamRun.libraryNames(files))
                .whole("runtimes", runtimes(team))
                .text("notes", 0.1, team.notes().text())
                .text("report", 0.1, now.failures())
                .files("files", files, files.keySet())
                .fitted();
    }

    static String runtimes(TeamRun team) {
        return team.sandbox().runtimes().stream().map(LanguageRuntime::name).collect(Collectors.joining(", "));
    }
}
