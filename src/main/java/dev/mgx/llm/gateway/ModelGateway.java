package dev.mgx.llm.gateway;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.budget.Budget;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelFacts;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.catalog.Window;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import dev.mgx.time.MonotonicClock;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one door to the models: who is asked, how many calls are open at once, how long each may take, what
 * becomes of one that fails, what they may cost, and how often their text is passed on. Thread-safe.
 */
public final class ModelGateway {
    private final ModelSource source;
    private final ModelRoster roster;
    private final ModelCatalog catalog;
    private final GatewayLimits limits;
    private final CallSlots slots;
    private final MonotonicClock clock;
    private final DoubleSupplier chance;

    /** @param chance from 0 to below 1, for the pauses before retries */
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
        slots = new CallSlots(limits.maxConcurrency());
    }

    /**
     * The models for one run of a task.
     *
     * @param used by the task until now
     */
    public TaskModels forRun(Task task, Usage used) {
        return new TaskModels(this, task, new Budget(limits.budget().of(task.options()), used));
    }

    /** What is known before a task with these options starts: who answers it, and what it may use. Asks nobody. */
    public Map<String, @Nullable Object> startDetails(TaskOptions options) {
        return preamble(options).details();
    }

    /** The same in a few words, of a task without options of its own. */
    public String description() {
        return preamble(TaskOptions.DEFAULT).budget();
    }

    /** How many calls are open now, those that wait for a place not counted. Thread-safe, does not block for long. */
    public int openCalls() {
        return slots.taken();
    }

    RunPreamble preamble(TaskOptions options) {
        return new RunPreamble(this, options, limits.budget().of(options));
    }

    /** The models that a role asks in a task with these options, the first before the others. */
    List<Model> chain(AgentRole role, TaskOptions options) {
        return roster.chain(source, role, options.model());
    }

    ModelSource source() {
        return source;
    }

    ModelFacts facts(Model model) {
        return catalog.facts(model);
    }

    Window window(Model model) {
        return Window.of(facts(model), limits.contextTokens(), limits.answer());
    }

    GatewayLimits limits() {
        return limits;
    }

    CallSlots slots() {
        return slots;
    }

    MonotonicClock clock() {
        return clock;
    }

    double chance() {
        return chance.getAsDouble();
    }
}
