package dev.mgx.llm.gateway;

import dev.mgx.llm.Answer;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.catalog.Window;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Task;
import dev.mgx.task.Usage;
import dev.mgx.time.Deadline;
import java.time.Duration;
import java.util.Optional;

/** The models for one run of a task, and its budget, shared by its agents. Thread-safe; its callers block. */
public final class TaskModels {
    private final ModelGateway gateway;
    private final Task task;
    private final Budget budget;

    TaskModels(ModelGateway gateway, Task task, Budget budget) {
        this.gateway = gateway;
        this.task = task;
        this.budget = budget;
    }

    /**
     * Asks the model of the prompt's role, or one that stands in for it, and blocks until it has answered: again
     * after a failure that may pass. An interrupt closes the call.
     *
     * @param timeLeft how long the caller can wait, for places, pauses and answers together
     * @param listener is told what happens, on the caller's thread; the text comes in coalesced pieces
     * @throws ModelFailed when there is no whole answer in time, or the budget does not cover one
     */
    public Answer call(Prompt prompt, Duration timeLeft, CallListener listener) throws InterruptedException {
        return new ModelInvocation(this, prompt, new Deadline(gateway.clock(), timeLeft), listener).answer();
    }

    /** Room for a prompt of this role and its answer, whichever of its models is asked. */
    public Window window(AgentRole role) {
        return gateway.chain(role, task.options()).stream()
                .map(gateway::window)
                .reduce(Window::and)
                .orElseThrow();
    }

    /**
     * What is to be said before the first call, in a sentence or two; empty where there is nothing to say.
     *
     * @param used by the task until now
     */
    public Optional<String> preamble(Usage used) {
        return gateway.preamble(task.options()).sentence(used);
    }

    ModelGateway gateway() {
        return gateway;
    }

    Task task() {
        return task;
    }

    Budget budget() {
        return budget;
    }
}
