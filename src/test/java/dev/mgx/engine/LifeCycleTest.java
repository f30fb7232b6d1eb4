package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.store.Store;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import dev.mgx.testing.Chances;
import dev.mgx.testing.Draw;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.Property;
import dev.mgx.testing.SharedFolder;
import dev.mgx.testing.Soak;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random commands and crashes in any order leave every task as the model of the life cycle says. Store, queue, engine
 * and recovery are the real ones.
 */
@Timeout(240)
@Tag("soak")
class LifeCycleTest {
    private static final int TASKS = 3;
    /** One slot and a queue of one, so that both run out. */
    private static final EngineLimits TIGHT = new EngineLimits(
            1, LifeCycleModel.MAX_QUEUED, Duration.ofMinutes(10), Duration.ofSeconds(5), Duration.ofMillis(100));

    /** Requests of a person, orders to a run, and ends of the process. */
    enum Act {
        CREATE,
        RUN,
        RESUME,
        EDIT,
        STOP,
        SAY,
        APPROVE,
        DELETE,
        WORK,
        LISTEN,
        ASK,
        FAIL,
        FINISH,
        CRASH,
        RESTART
    }

    /** @param task index of a created task, which may have been deleted since */
    record Command(Act act, int task) {}

    private static Draw<List<Command>> commands() {
        Draw<Act> acts = new Chances<Act>()
                .of(6, Act.CREATE)
                .of(16, Act.RUN)
                .of(10, Act.RESUME)
                .of(3, Act.EDIT)
                .of(3, Act.STOP)
                .of(4, Act.SAY)
                .of(5, Act.APPROVE)
                .of(1, Act.DELETE)
                .of(3, Act.WORK)
                .of(2, Act.LISTEN)
                .of(3, Act.ASK)
                .of(2, Act.FAIL)
                .of(4, Act.FINISH)
                .of(7, Act.CRASH)
                .of(2, Act.RESTART);
        return Draw.sequence(30, Soak.of(60, 400), random -> new Command(acts.from(random), random.nextInt(TASKS)));
    }

    @Test
    void everyCommandHasTheResultOfTheModel() throws Exception {
        Property.of(31, 12).holdsForAllSequences(commands(), LifeCycleTest::assertBehavesLikeTheModel);
    }

    private static void assertBehavesLikeTheModel(List<Command> commands) throws Exception {
        LifeCycleModel model = new LifeCycleModel();
        try (SharedFolder folder = new SharedFolder("mgx-life-cycle")) {
            try (Real real = new Real(folder)) {
                real.create(model);
                for (Command command : commands) {
                    real.apply(command, model);
                    real.awaitState(model);
                }
            }
            try (Store atRest = EngineFixture.open(folder.path())) {
                for (String id : model.seen().keySet()) {
                    assertThat(Invariants.check(atRest, id)).isNotNull();
                }
            }
        }
    }

    /** The real engines on one data folder, one after the other. */
    private static final class Real implements AutoCloseable {
        private final SharedFolder folder;
        private ScriptedWorkflow workflow = new ScriptedWorkflow();
        private final List<String> ids = new ArrayList<>();
        private EngineFixture fixture;

        Real(SharedFolder folder) {
            this.folder = folder;
            fixture = opened();
        }

        /** With a workflow of its own: a run of the engine before may be about to take one more order, and lose it. */
        private EngineFixture opened() {
            workflow = new ScriptedWorkflow();
            return new EngineFixture(folder.path(), workflow, TIGHT, Recovery.RESUME);
        }

        void create(LifeCycleModel model) {
            if (ids.size() < TASKS) {
                ids.add(fixture.create());
                model.create(ids.getLast());
            }
        }

        void apply(Command command, LifeCycleModel model) throws InterruptedException, IOException {
            String id = ids.get(command.task() % ids.size());
            Engine engine = fixture.engine();
            switch (command.act()) {
                case CREATE -> create(model);
                case RUN -> assertAnswer(() -> engine.run(id, RunRequest.FRESH), model.run(id, RunRequest.Kind.FRESH));
                case RESUME ->
                    assertAnswer(() -> engine.run(id, RunRequest.RESUME), model.run(id, RunRequest.Kind.RESUME));
                case EDIT -> {
                    RunRequest edit = RunRequest.edit("Main.java", "Make it shorter");
                    assertAnswer(() -> engine.run(id, edit), model.run(id, RunRequest.Kind.EDIT));
                }
                case STOP -> assertAnswer(() -> engine.stop(id), model.stop(id));
                case SAY -> assertAnswer(() -> engine.say(id, "Blue, please"), model.say(id));
                case APPROVE -> assertAnswer(() -> engine.approve(id, true, null), model.approve(id));
                case DELETE -> assertAnswer(() -> engine.delete(id), model.delete(id));
                case WORK -> order(ScriptedWorkflow.Order.WORK, model);
                case LISTEN -> order(ScriptedWorkflow.Order.LISTEN, model);
                case ASK -> order(ScriptedWorkflow.Order.ASK, model);
                case FAIL -> order(ScriptedWorkflow.Order.FAIL, model);
                case FINISH -> order(ScriptedWorkflow.Order.FINISH, model);
                case CRASH -> {
                    fixture.crash();
                    fixture = opened();
                    model.restart(false);
                }
                case RESTART -> {
                    fixture.close();
                    fixture = opened();
                    model.restart(true);
                }
            }
        }

        private void order(ScriptedWorkflow.Order order, LifeCycleModel model) {
            model.running().ifPresent(id -> {
                workflow.order(id, order);
                model.carryOut(id, order);
            });
        }

        /** A call of the engine. */
        private interface Call {
            Object run() throws InterruptedException;
        }

        /** The same without a result. */
        private interface Action {
            void run() throws InterruptedException;
        }

        private static void assertAnswer(Action action, String expected) throws InterruptedException {
            assertAnswer(
                    () -> {
                        action.run();
                        return "done";
                    },
                    expected);
        }

        private static void assertAnswer(Call call, String expected) throws InterruptedException {
            String answer;
            try {
                Object given = call.run();
                answer = given instanceof String done ? done : given.getClass().getSimpleName();
            } catch (EngineRefusal refused) {
                answer = refused.getClass().getSimpleName();
            }
            assertThat(answer).isEqualTo(expected);
        }

        void awaitState(LifeCycleModel model) throws InterruptedException {
            fixture.awaitThat(this::seen, model.seen());
        }

        private Map<String, TaskStateModel.Seen> seen() {
            Map<String, TaskStateModel.Seen> seen = new LinkedHashMap<>();
            for (String id : ids) {
                fixture.store().tasks().find(id).ifPresent(task -> seen.put(id, seen(fixture.store(), task)));
            }
            return seen;
        }

        private static TaskStateModel.Seen seen(Store store, Task task) {
            TaskState state = store.tasks().state(task.id()).orElseThrow();
            List<String> events = store.journal().after(task.id(), 0, Integer.MAX_VALUE).stream()
                    .map(event -> described(Json.readMap(event.toString())))
                    .filter(described -> !described.equals("LOG"))
                    .toList();
            String waiting =
                    state.waitingFor() == null ? null : state.waitingFor().what();
            return new TaskStateModel.Seen(
                    state.status(), state.run(), state.attempt(), state.queuePosition(), waiting, events);
        }

        private static String described(Map<String, @Nullable Object> event) {
            String type = String.valueOf(event.get("event_type"));
            return type.equals("MESSAGE") ? String.valueOf(Invariants.detail(event, "message")) : type;
        }

        @Override
        public void close() {
            fixture.close();
        }
    }
}
