package dev.mgx.team;

import dev.mgx.agent.AgentLoop;
import dev.mgx.agent.CheckReport;
import dev.mgx.agent.LoopEnd;
import dev.mgx.llm.Prompt;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.role.Design;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.role.PromptBudget;
import dev.mgx.team.role.PromptTemplate;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.workspace.ToolFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The engineer as an agent, who writes the program and mends it in its folder until its checks pass. */
record AgentStage(TeamRun team, ProjectManifest manifest, Design design, RequirementText words) {
    private static final PromptTemplate ENGINEER = PromptTemplate.load(AgentRole.ENGINEER, "engineer-agent", 12_000);

    /**
     * Works until the checks pass or nothing is gained any more. A run that resumes one in which that came to nothing tries
     * once more, in a conversation of its own.
     */
    LoopEnd work() throws InterruptedException {
        try (ToolFolders tools = new ToolFolders()) {
            AgentBench bench = new AgentBench(team, manifest, words, tools, InstantSource.system());
            LoopEnd end = work("agent", CheckReport.NONE, bench);
            boolean again =
                    end.cause() != LoopEnd.Cause.DONE && team.run().request().kind() == RunRequest.Kind.RESUME;
            return again ? work(team.attemptName("agent"), end.report(), bench) : end;
        } catch (IOException e) {
            throw new UncheckedIOException("What commands left could not be deleted", e);
        }
    }

    private LoopEnd work(String name, CheckReport now, AgentBench bench) throws InterruptedException {
        Opening opening = team.run().step(name, Opening.class, step -> opening(now));
        LoopEnd end = new AgentLoop(
                        team.run(),
                        name,
                        opening.prompt(),
                        opening.promptTokens(),
                        design.isOneFile() ? design.paths().getFirst() : "",
                        now.passed().isEmpty() && now.failed().isEmpty() ? unchecked() : now,
                        bench,
                        team.limits().loop())
                .untilDone();
        team.run().step(name + ":end", Boolean.class, step -> {
            String sentence = end.cause() == LoopEnd.Cause.DONE
                    ? "The engineer is done after %d %s".formatted(end.turns(), end.turns() == 1 ? "turn" : "turns")
                    : "The engineer's work ended: " + end.reason();
            step.conclude(EventDraft.of(EventType.LOG, sentence)
                    .by(AgentRole.ENGINEER)
                    .with("turns", end.turns())
                    .with("progress", StageProgress.FILES.done()));
            return true;
        });
        return end;
    }

    /** Before anything is written every check fails. */
    private CheckReport unchecked() {
        return new CheckReport(
                List.of(), manifest.checks().stream().map(AcceptanceCheck::id).toList(), "");
    }

    /** The journaled beginning of the conversation, so that a resumed run goes on with the same. */
    private record Opening(Prompt prompt, long promptTokens) {}

    private Opening opening(CheckReport now) throws InterruptedException {
        Map<String, String> files = team.files();
        int tokens = team.models().window(AgentRole.ENGINEER).promptTokens();
        FittedPrompt fitted = new PromptBudget(ENGINEER, tokens)
                .text("requirement", 0.3, words.text())
                .text("checks", 0.25, AcceptanceCheck.list(manifest.checks()))
                .text("overview", 0.1, design.isOneFile() ? "" : design.overview())
                .text("interfaces", 0.1, design.interfaces(design.paths()))
                .whole("listens", design.service().isPresent() ? FileAuthor.LISTENS : "")
                .text("packages", 0.05, TeamRun.libraryNames(files))
                .whole("runtimes", runtimes())
                .text("notes", 0.1, team.notes().text())
                .text("report", 0.1, now.failures())
                .files("files", files, files.keySet())
                .fitted();
        return new Opening(fitted.prompt(), tokens);
    }

    private String runtimes() {
        return team.sandbox().runtimes().stream().map(LanguageRuntime::name).collect(Collectors.joining(", "));
    }
}
