package dev.mgx.llm;

import dev.mgx.llm.budget.BudgetLimits;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.gateway.CallDeadlines;
import dev.mgx.llm.gateway.CallReport;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.llm.gateway.RetryPolicy;
import dev.mgx.task.AgentRole;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;

/** A gateway to scripted models, with a manual clock and a constant 0.5 for jitter. */
public final class GatewayFixture {
    public static final Duration LONG = Duration.ofSeconds(1000);
    /** A model "m" that charges a cent per thousand answer tokens, and a fifth of that for the prompt. */
    static final ModelCatalog CATALOG = ModelCatalog.of("""
            {"models": [{"model": "m", "input_usd_per_million": 2, "output_usd_per_million": 10}]}""");

    public static final Prompt PROMPT = new Prompt(AgentRole.ENGINEER, "system", "user");

    final ManualClock clock;
    public final List<CallReport> reports = new CopyOnWriteArrayList<>();
    public final ModelGateway gateway;

    public GatewayFixture(GatewayLimits limits, ModelRoster roster, Model... models) {
        this(new ManualClock(), limits, roster, models);
    }

    public GatewayFixture(ManualClock clock, GatewayLimits limits, ModelRoster roster, Model... models) {
        this.clock = clock;
        gateway = new ModelGateway(new Named(List.of(models)), roster, CATALOG, limits, clock, () -> 0.5);
    }

    /** The models of a test; the first is the default. */
    private record Named(List<Model> models) implements ModelSource {
        @Override
        public Model usual() {
            return models.getFirst();
        }

        @Override
        public Model named(String name) {
            return models.stream()
                    .filter(model -> model.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Answer call(Duration timeLeft) throws InterruptedException {
        return gateway.forRun(task("t", TaskOptions.DEFAULT), Usage.NONE).call(PROMPT, timeLeft, reports::add);
    }

    Answer call() throws InterruptedException {
        return call(LONG);
    }

    public <T extends CallReport> List<T> reports(Class<T> type) {
        return reports.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public static GatewayLimits limits(int slots) {
        return limits(slots, BudgetLimits.NONE);
    }

    public static GatewayLimits limits(int slots, BudgetLimits budget) {
        return new GatewayLimits(
                slots, CallDeadlines.DEFAULT, RetryPolicy.DEFAULT, new AnswerLimits(4096, 1024 * 1024), null, budget);
    }

    public static Task task(String id, TaskOptions options) {
        return new Task(
                id, null, "Build it", TaskStatus.RUNNING, Instant.EPOCH, Instant.EPOCH, null, options, Map.of(), null);
    }

    static Map<AgentRole, String> roles(AgentRole role, String model) {
        return Map.of(role, model);
    }

    public static <T> FutureTask<T> started(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }
}
