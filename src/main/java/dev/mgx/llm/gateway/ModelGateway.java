package dev.mgx.llm.gateway;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelFacts;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.catalog.Window;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import dev.mgx.time.FairSlots;
import dev.mgx.time.MonotonicClock;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The only way to call models: chooses the model, limits concurrency, time and cost, retries failures, and coalesces
 * streamed text. Thread-safe.
 */
public final class ModelGateway {
    private final ModelSource source;
    private final ModelRoster roster;
    private final ModelCatalog catalog;
    private final GatewayLimits limits;
    private final FairSlots slots;
    private final MonotonicClock clock;
    private final DoubleSupplier chance;
    private volatile CallObserver observer = (ending, took) -> {};

    /** @param chance random numbers from 0 to below 1, for retry jitter */
    public ModelGateway(
            ModelSource source,
            ModelRoster roster,
            ModelCatalog catalog,
            GatewayLimits limits,
            MonotonicClock clock,
            DoubleSupplier chance) {
        this.source = source;
        this.roster = roster;
        this.catalog = catalog;
        this.limits = limits;
        this.clock = clock;
        this.chance = chance;
        slots = new FairSlots(limits.maxConcurrency());
    }

    /**
     * The models for one run of a task.
     *
     * @param used usage of the task so far
     */
    public TaskModels forRun(Task task, Usage used) {
        return new TaskModels(this, task, new Budget(limits.budget().of(task.options()), used));
    }

    /** Details for the start of a task with these options: its models and its limits. Does not contact any provider. */
    public Map<String, @Nullable Object> startDetails(TaskOptions options) {
        return preamble(options).details();
    }

    /** The budget of a task with default options, in a few words. */
    public String description() {
        return preamble(TaskOptions.DEFAULT).budget();
    }

    /** The number of open calls, without those that wait for a slot. */
    public int openCalls() {
        return slots.inUse();
    }

    /** Has an observer told of every call that is over from now on. */
    public void observe(CallObserver told) {
        observer = told;
    }

    CallObserver observer() {
        return observer;
    }

    RunPreamble preamble(TaskOptions options) {
        return new RunPreamble(this, options, limits.budget().of(options));
    }

    /** The models for a role in a task with these options, in the order to try them. */
    List<Model> chain(AgentRole role, TaskOptions options) {
        return roster.chain(source, role, options.model());
    }

    ModelSource source() {
        return source;
    }

    ModelFacts facts(Model model) {
        return catalog.facts(model);
    }

    /** Learns about the model; a server that works on few prompts at a time is not sent more, which would wait there. */
    void learn(Model model) throws InterruptedException {
        model.learn();
        Integer atATime = model.profile().slots();
        if (atATime != null && !model.simulated()) {
            slots.reduceTo(atATime);
        }
    }

    /** Of the size that the operator set, else that its server tells, else that the catalog has. */
    Window window(Model model) {
        Integer set = limits.contextTokens();
        return Window.of(facts(model), set == null ? model.profile().contextTokens() : set, limits.answer());
    }

    /** The most tokens that the answer may have: what it needs, and room to think unless the model is known not to. */
    int answerTokens(Model model, Prompt prompt) {
        int most = window(model).answerTokens();
        if (prompt.answerTokens() == 0) {
            return most;
        }
        boolean thinks = !Boolean.FALSE.equals(model.profile().thinks());
        return (int) Math.min(most, (long) prompt.answerTokens() + (thinks ? limits.thinkingTokens() : 0));
    }

    GatewayLimits limits() {
        return limits;
    }

    FairSlots slots() {
        return slots;
    }

    MonotonicClock clock() {
        return clock;
    }

    double chance() {
        return chance.getAsDouble();
    }
}
