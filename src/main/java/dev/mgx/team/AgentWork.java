package dev.mgx.team;

import dev.mgx.agent.AgentLoop;
import dev.mgx.agent.CheckReport;
import dev.mgx.agent.LoopEnd;
import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.team.role.FittedPrompt;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;

/**
 * The engineer as an agent.
 *
 * @param only the path of the program's only file; empty if there are more
 */
record AgentWork(TeamRun team, AgentBench bench, Brief brief, String only) {

    /** What the engineer is told at first. */
    interface Brief {
        /**
         * A prompt, made within a step.
         *
         * @param tokens the most that it may have
         * @param now how the checks stand, if they were run
         */
        FittedPrompt prompt(int tokens, CheckReport now) throws InterruptedException;
    }

    /**
     * Works until the checks pass or nothing is gained any more. A run that resumes one in which that came to nothing tries
     * once more, in a conversation of its own.
     *
     * @param now how the checks stand before anything is done
     */
    LoopEnd untilDone(CheckReport now) throws InterruptedException {
        LoopEnd end = work("agent", CheckReport.NONE, now);
        boolean again =
                end.cause() != LoopEnd.Cause.DONE && team.run().request().kind() == RunRequest.Kind.RESUME;
        return again ? work(team.attemptName("agent"), end.report(), end.report()) : end;
    }

    private LoopEnd work(String name, CheckReport told, CheckReport now) throws InterruptedException {
        Opening opening = team.run().step(name, Opening.class, step -> {
            int tokens = team.models().window(AgentRole.ENGINEER).promptTokens();
            return new Opening(brief.prompt(tokens, told).prompt(), tokens);
        });
        LoopEnd end = new AgentLoop(
                        team.run(),
                        name,
                        opening.prompt(),
                        opening.promptTokens(),
                        only,
                        now,
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

    /** The journaled beginning of the conversation, so that a resumed run goes on with the same. */
    private record Opening(Prompt prompt, long promptTokens) {}
}
