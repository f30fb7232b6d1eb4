package dev.mgx.llm.gateway;

import dev.mgx.llm.Answer;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.catalog.Window;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Task;
import dev.mgx.task.Usage;
import dev.mgx.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The models and the budget for one run of a task, shared by its agents. Thread-safe. */
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
     * Calls the model of the prompt's role, with retries and fallbacks, and blocks until it has answered. An
     * interrupt closes the call.
     *
     * @param timeLeft how long the caller can wait, for slots, delays and answers together
     * @param listener receives reports on the caller's thread, with coalesced text
     * @throws ModelFailed when there is no complete answer in time, or the budget does not cover one
     */
    public Answer call(Prompt prompt, Duration timeLeft, CallListener listener) throws InterruptedException {
        return new ModelInvocation(this, prompt, new Deadline(gateway.clock(), timeLeft), listener).answer();
    }

    /** The context window that all models of this role have in common. May block while the first is learned about. */
    public Window window(AgentRole role) {
        List<Model> chain = gateway.chain(role, task.options());
        learn(chain.getFirst());
        return chain.stream().map(gateway::window).reduce(Window::and).orElseThrow();
    }

    /** An interrupt ends it early, and the caller's next wait. */
    private void learn(Model model) {
        try {
            gateway.learn(model);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What people are told before the first call, in a few sentences; may be empty. May block while the model is learned
     * about.
     *
     * @param used usage of the task so far
     */
    public Optional<String> preamble(Usage used) {
        learn(gateway.preamble(task.options()).usual());
        return gateway.preamble(task.options()).sentence(used);
    }

    /** Whether the task's usual model is the simulated one. */
    public boolean simulated() {
        return gateway.preamble(task.options()).usual().simulated();
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
