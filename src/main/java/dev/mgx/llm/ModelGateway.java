package dev.mgx.llm;

import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import java.util.function.DoubleSupplier;

/**
 * The one door to the models: who is asked, how many calls are open at once, how long each may take, what
 * becomes of one that fails, and how often its text is passed on. Thread-safe.
 */
public final class ModelGateway {
    private final ModelSource source;
    private final ModelRoster roster;
    private final GatewayLimits limits;
    private final CallPlaces places;
    private final MonotonicClock clock;
    private final DoubleSupplier chance;

    /** @param chance from 0 to below 1, for the pauses before retries */
    public ModelGateway(
            ModelSource source, ModelRoster roster, GatewayLimits limits, MonotonicClock clock, DoubleSupplier chance) {
        this.source = source;
        this.roster = roster;
        this.limits = limits;
        this.clock = clock;
        this.chance = chance;
        places = new CallPlaces(limits.maxConcurrency());
    }

    /** The models for one run of a task. */
    public TaskModels forRun(Task task) {
        return new TaskModels(this, task.id(), task.options());
    }

    /** What answers a task with these options; {@link TaskModels#call} asks the models of its role. */
    public Model answering(TaskOptions options) {
        return options.model() == null ? source.usual() : source.named(options.model());
    }

    ModelSource source() {
        return source;
    }

    ModelRoster roster() {
        return roster;
    }

    GatewayLimits limits() {
        return limits;
    }

    CallPlaces places() {
        return places;
    }

    MonotonicClock clock() {
        return clock;
    }

    double chance() {
        return chance.getAsDouble();
    }
}
