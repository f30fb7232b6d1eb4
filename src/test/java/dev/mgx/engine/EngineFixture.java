package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.run.WorkflowResult;
import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store on a real folder and an engine with a workflow that a test gives, to be put on a bench and tried. */
public final class EngineFixture implements AutoCloseable {
    public static final EngineLimits QUICK =
            new EngineLimits(2, 3, Duration.ofSeconds(30), Duration.ofMillis(1500), Duration.ofSeconds(4));

    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Store store;
    private final Engine engine;
    private final Object changed = new Object();

    /** A workflow without what tests do not need. */
    public interface Script {
        WorkflowResult run(Run run) throws InterruptedException;
    }

    public EngineFixture(Path folder, Script script) {
        this(folder, script, QUICK, Recovery.RESUME);
    }

    public EngineFixture(Path folder, Script script, EngineLimits limits, Recovery recovery) {
        this(folder, workflow(script), limits, Clock.systemUTC(), recovery);
    }

    public EngineFixture(Path folder, Script script, Clock clock) {
        this(folder, workflow(script), QUICK, clock, Recovery.RESUME);
    }

    public EngineFixture(Path folder, Script script, Clock clock, Recovery recovery) {
        this(folder, workflow(script), QUICK, clock, recovery);
    }

    /** On a store that a test has opened with a fault in it, and which is closed with the bench. */
    public EngineFixture(Store store, Script script, EngineLimits limits, Recovery recovery) {
        this(store, workflow(script), limits, Clock.systemUTC(), recovery);
    }

    public EngineFixture(Path folder, Workflow workflow) {
        this(folder, workflow, QUICK, Clock.systemUTC(), Recovery.RESUME);
    }

    private EngineFixture(Path folder, Workflow workflow, EngineLimits limits, Clock clock, Recovery recovery) {
        this(open(folder, clock, CommitProbe.NONE), workflow, limits, clock, recovery);
    }

    private EngineFixture(Store store, Workflow workflow, EngineLimits limits, Clock clock, Recovery recovery) {
        this.store = store;
        store.journal().listen(new JournalListener() {
            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                synchronized (changed) {
                    changed.notifyAll();
                }
            }

            @Override
            public void deleted(String taskId) {}
        });
        engine = Engine.start(store, workflow, limits, clock, System::nanoTime, recovery);
    }

    public static Store open(Path folder) {
        return open(folder, CommitProbe.NONE);
    }

    public static Store open(Path folder, CommitProbe probe) {
        return open(folder, Clock.systemUTC(), probe);
    }

    private static Store open(Path folder, Clock clock, CommitProbe probe) {
        return Store.open(folder, clock, EngineFixture::risingId, probe);
    }

    /** As the product's ids are: of two tasks of one millisecond the older one's is smaller. */
    private static String risingId() {
        return "%016x-%s".formatted(System.nanoTime(), UUID.randomUUID());
    }

    private static Workflow workflow(Script script) {
        return new Workflow() {
            @Override
            public Map<String, @Nullable Object> startDetails(Task task) {
                return Map.of("simulated", true);
            }

            @Override
            public WorkflowResult run(Run run) throws InterruptedException {
                return script.run(run);
            }
        };
    }

    public static WorkflowResult.Succeeded done(String summary) {
        return new WorkflowResult.Succeeded(summary, Map.of("summary", summary));
    }

    public Store store() {
        return store;
    }

    public Engine engine() {
        return engine;
    }

    public String create() {
        return create(TaskOptions.DEFAULT);
    }

    public String create(TaskOptions options) {
        return store.tasks().create(null, "Build a todo app", options).id();
    }

    public String started() {
        String id = create();
        engine.run(id, RunRequest.FRESH);
        return id;
    }

    /**
     * Waits until the task's state is so; the journal's own signal wakes it. Some ask of the engine as well, which
     * gives no signal: it is looked at again and again.
     */
    public TaskState await(String taskId, Predicate<TaskState> so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (changed) {
            while (true) {
                TaskState state = store.tasks().state(taskId).orElseThrow();
                if (so.test(state)) {
                    return state;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("still " + state);
                }
                changed.wait(Math.min(left, LOOK_AGAIN_MILLIS));
            }
        }
    }

    /** Waits until what is looked at is as expected; the journal's own signal wakes it. */
    <T> void awaitThat(Supplier<T> look, T expected) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        synchronized (changed) {
            while (!look.get().equals(expected)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    assertThat(look.get()).isEqualTo(expected);
                    return;
                }
                changed.wait(left);
            }
        }
    }

    public TaskState awaitOver(String taskId) throws InterruptedException {
        return await(taskId, state -> state.status().terminal());
    }

    /** Ends as a process does that is killed: nothing that its runs do from here on is recorded, nor that they end. */
    void crash() {
        store.close();
        engine.close();
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
