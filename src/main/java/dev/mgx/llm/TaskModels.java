package dev.mgx.llm;

import dev.mgx.task.TaskOptions;
import java.time.Duration;

/** The models for one run of a task, shared by its agents. Thread-safe; its callers block. */
public final class TaskModels {
    private final ModelGateway gateway;
    private final String taskId;
    private final TaskOptions options;

    TaskModels(ModelGateway gateway, String taskId, TaskOptions options) {
        this.gateway = gateway;
        this.taskId = taskId;
        this.options = options;
    }

    /**
     * Asks the model of the prompt's role, or one that stands in for it, and blocks until it has answered: again
     * after a failure that may pass. An interrupt closes the call.
     *
     * @param timeLeft how long the caller can wait, for places, pauses and answers together
     * @param listener is told what happens, on the caller's thread; the text comes in coalesced pieces
     * @throws ModelFailed when there is no whole answer in time
     */
    public Answer call(Prompt prompt, Duration timeLeft, CallListener listener) throws InterruptedException {
        var chain = gateway.roster().chain(gateway.source(), prompt.role(), options.model());
        return new Question(gateway, taskId, chain, prompt, new Countdown(gateway.clock(), timeLeft), listener).answer();
    }
}
