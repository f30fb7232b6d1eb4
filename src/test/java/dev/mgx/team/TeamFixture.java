package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.engine.Engine;
import dev.mgx.engine.EngineLimits;
import dev.mgx.engine.Recovery;
import dev.mgx.json.Json;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.server.http.MessageSchemas;
import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.source.SourceFile;
import dev.mgx.store.source.SourceStored;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.testing.Invariants;
import dev.mgx.time.MonotonicClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The team in a real engine on a real store, with a test's model and sandbox. */
final class TeamFixture implements AutoCloseable {
    private static final Duration APPROVAL = Duration.ofSeconds(20);

    private final Store store;
    private final Engine engine;
    private final Object changed = new Object();

    TeamFixture(Path folder, ScriptedModel model, Sandbox sandbox) {
        this(folder, model, sandbox, APPROVAL);
    }

    TeamFixture(Path folder, ScriptedModel model, Sandbox sandbox, TeamLimits limits) {
        this(folder, ModelSource.only(model), sandbox, limits, GatewayLimits.DEFAULT);
    }

    TeamFixture(Path folder, ScriptedModel model, Sandbox sandbox, int maxRepairs) {
        this(folder, ModelSource.only(model), sandbox, new TeamLimits(APPROVAL, maxRepairs), GatewayLimits.DEFAULT);
    }

    TeamFixture(Path folder, ScriptedModel model, Sandbox sandbox, Duration approvalTimeout) {
        this(folder, model, sandbox, approvalTimeout, GatewayLimits.DEFAULT);
    }

    TeamFixture(Path folder, ScriptedModel model, Sandbox sandbox, Duration approvalTimeout, GatewayLimits limits) {
        this(folder, ModelSource.only(model), sandbox, approvalTimeout, limits);
    }

    TeamFixture(Path folder, ModelSource models, Sandbox sandbox, Duration approvalTimeout, GatewayLimits limits) {
        this(folder, models, sandbox, new TeamLimits(approvalTimeout, TeamLimits.DEFAULT.maxRepairs()), limits);
    }

    TeamFixture(Path folder, ScriptedModel model, Sandbox sandbox, Packages packages) {
        this(
                folder,
                ModelSource.only(model),
                sandbox,
                packages,
                new TeamLimits(APPROVAL, TeamLimits.DEFAULT.maxRepairs()),
                GatewayLimits.DEFAULT);
    }

    private TeamFixture(Path folder, ModelSource models, Sandbox sandbox, TeamLimits teamLimits, GatewayLimits limits) {
        this(folder, models, sandbox, Packages.none(sandbox), teamLimits, limits);
    }

    private TeamFixture(
            Path folder,
            ModelSource models,
            Sandbox sandbox,
            Packages packages,
            TeamLimits teamLimits,
            GatewayLimits limits) {
        store = Store.open(folder, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
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
        ModelGateway gateway = new ModelGateway(
                models, ModelRoster.USUAL, ModelCatalog.builtIn(), limits, MonotonicClock.SYSTEM, () -> 0);
        SoftwareTeam team = new SoftwareTeam(gateway, sandbox, packages, teamLimits);
        engine = Engine.start(store, team, EngineLimits.DEFAULT, Clock.systemUTC(), System::nanoTime, Recovery.RESUME);
    }

    Engine engine() {
        return engine;
    }

    String started(String requirement, TaskOptions options) {
        String id = store.tasks().create(null, requirement, options).id();
        engine.run(id, RunRequest.FRESH);
        return id;
    }

    /** A task that changes this project, which is there. */
    String withSource(String requirement, String testCommand, Map<String, String> texts, Map<String, byte[]> binaries) {
        TaskOptions options =
                new TaskOptions(null, null, null, null, null, null, null, TaskOptions.UPLOAD, testCommand);
        String id = store.tasks().create(null, requirement, options).id();
        List<SourceFile> files = new ArrayList<>();
        texts.forEach((path, text) -> files.add(new SourceFile.Text(path, text, text.length())));
        binaries.forEach((path, content) -> files.add(new SourceFile.Binary(path, content)));
        assertThat(store.sources().replace(id, null, List.of(), files.iterator()))
                .isInstanceOf(SourceStored.Kept.class);
        return id;
    }

    /** Builds a requirement and waits until the run is over. */
    TaskState built(String requirement) throws InterruptedException {
        return awaitOver(started(requirement, TaskOptions.DEFAULT));
    }

    TaskState again(String taskId, RunRequest request) throws InterruptedException {
        int run = store.tasks().state(taskId).orElseThrow().run();
        engine.run(taskId, request);
        return await(taskId, state -> state.run() == run + 1 && state.status().terminal());
    }

    TaskState awaitOver(String taskId) throws InterruptedException {
        return await(taskId, state -> state.status().terminal());
    }

    /** Waits until the task's state satisfies a condition; woken by the journal. */
    TaskState await(String taskId, Predicate<TaskState> so) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
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
                changed.wait(left);
            }
        }
    }

    /** The task's events, checked against the invariants and against what is published of them. */
    List<Map<String, @Nullable Object>> events(String taskId) {
        List<Map<String, @Nullable Object>> events = Invariants.check(store, taskId);
        for (Map<String, @Nullable Object> event : events) {
            JsonNode published = Json.readTree(Json.write(event));
            assertThat(MessageSchemas.PUBLISHED.eventFlaws(published))
                    .as("%s", published)
                    .isEmpty();
        }
        return events;
    }

    Map<String, String> files(String taskId, int run) {
        return store.artifacts().manifest(taskId, run);
    }

    @Override
    public void close() {
        engine.close();
        store.close();
    }
}
