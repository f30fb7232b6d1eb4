package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.Invariants;
import dev.mgx.store.Change;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for a person, and persons that talk to runs. */
@Timeout(30)
class PersonTest {
    /** So many that some messages come just as the run gets its place. */
    private static final int BEGINNINGS = 100;

    private static final TaskOptions ASKS = new TaskOptions(null, null, null, true, null);

    @TempDir
    Path folder;

    @Test
    void waitsForAPersonWithoutUsingUpItsTime() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?"),
                    said -> said);
            return Bench.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = bench.started();
            TaskState waiting = bench.await(id, state -> state.waitingFor() != null);
            assertThat(waiting.status()).isEqualTo(TaskStatus.RUNNING);
            bench.engine().approve(id, true, "go on");
            TaskState over = bench.awaitOver(id);
            assertThat(over.finalResult()).containsEntry("summary", "go on");
            assertThat(over.waitingFor()).isNull();
            assertThatThrownBy(() -> bench.engine().approve(id, true, null)).isInstanceOf(NothingAsked.class);
        }
    }

    /** As when its commit was in doubt for longer than anybody waited to tell the run of it. */
    @Test
    void anAnswerThatTheRunWasNotToldOfIsTakenAllTheSame() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return Bench.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = bench.started();
            bench.await(id, state -> state.waitingFor() != null);
            Change.MessageSent answer = new Change.MessageSent("approval", Map.of("comment", "yes"));
            EventDraft told = EventDraft.of(EventType.USER_MESSAGE, "Approved");
            assertThat(bench.store().inbox().answer(id, answer, told)).isTrue();
            assertThat(bench.store().inbox().answer(id, answer, told)).as("it is answered").isFalse();
            assertThat(bench.awaitOver(id).finalResult()).containsEntry("summary", "yes");
        }
    }

    @Test
    void aWaitForAPersonSurvivesARestart() throws Exception {
        Bench.Script script = run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return Bench.done(String.valueOf(answer.orElseThrow().get("comment")));
        };
        String id;
        try (Bench bench = new Bench(folder, script)) {
            id = bench.started();
            bench.await(id, state -> state.waitingFor() != null);
        }
        try (Bench bench = new Bench(folder, script)) {
            bench.await(id, state -> state.attempt() == 2 && bench.engine().running() == 1);
            bench.engine().approve(id, false, "later");
            assertThat(bench.awaitOver(id).finalResult()).containsEntry("summary", "later");
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id)))
                    .containsOnlyOnce("APPROVAL_REQUEST");
        }
    }

    @Test
    void aServerThatShutsDownWaitsForNobodysAnswer() throws Exception {
        EngineLimits patient = new EngineLimits(1, 1, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofHours(1));
        Bench.Script script = run -> {
            run.receive(
                    "approval",
                    "approval",
                    Duration.ofHours(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                    said -> said);
            return Bench.done("answered");
        };
        try (Bench bench = new Bench(folder, script, patient, Recovery.RESUME)) {
            bench.await(bench.started(), state -> state.waitingFor() != null);
        } // within this test's deadline, not after half of an hour
    }

    @Test
    void nobodyAnsweringIsAnAnswer() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMillis(50),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return Bench.done(answer.isEmpty() ? "nobody" : "somebody");
        })) {
            assertThat(bench.awaitOver(bench.started()).finalResult()).containsEntry("summary", "nobody");
        }
    }

    @Test
    void aMessageReachesTheRunningRunAndStartsAFollowUpAfterIt() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                return Bench.done("followed up: " + run.request().input().get("content"));
            }
            run.step("wait", String.class, step -> {
                said.await();
                return "";
            });
            return Bench.done(
                    String.valueOf(run.drain("messages", "messages").getFirst().get("content")));
        })) {
            String id = bench.started();
            bench.await(id, state -> state.status() == TaskStatus.RUNNING);
            bench.engine().say(id, "blue, please");
            said.countDown();
            assertThat(bench.awaitOver(id).finalResult()).containsEntry("summary", "blue, please");
            bench.engine().say(id, "green");
            assertThat(bench.await(
                                    id,
                                    state -> state.run() == 2 && state.status().terminal())
                            .finalResult())
                    .containsEntry("summary", "followed up: green");
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id)))
                    .contains("USER_MESSAGE");
        }
    }

    @Test
    void aQuestionThatAStopCutOffIsAskedAgainByTheRunThatResumes() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return Bench.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = bench.started();
            bench.await(id, state -> state.waitingFor() != null);
            bench.engine().stop(id);
            bench.engine().run(id, RunRequest.RESUME);
            bench.await(id, state -> state.run() == 2 && state.waitingFor() != null);
            bench.engine().approve(id, true, "now");
            assertThat(bench.awaitOver(id).finalResult()).containsEntry("summary", "now");
        }
    }

    @Test
    void runsThatWaitForAPersonLeaveTheirPlacesToOthers() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        said -> said);
            }
            return Bench.done("done");
        })) {
            List<String> waiting = new ArrayList<>();
            for (int i = 0; i < Bench.QUICK.runningTasks() + 1; i++) {
                waiting.add(bench.create(ASKS));
                bench.engine().run(waiting.getLast(), RunRequest.FRESH);
                bench.await(waiting.getLast(), state -> state.waitingFor() != null);
            }
            assertThat(bench.awaitOver(bench.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
            for (String id : waiting) {
                bench.engine().approve(id, true, null);
                assertThat(bench.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            }
        }
    }

    @Test
    void whoComesBackFromAWaitWaitsForAPlaceAndSaysSo() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        said -> said);
                return Bench.done("approved");
            }
            run.step("work", String.class, step -> {
                release.await();
                return "";
            });
            return Bench.done("worked");
        })) {
            String asks = bench.create(ASKS);
            bench.engine().run(asks, RunRequest.FRESH);
            bench.await(asks, state -> state.waitingFor() != null);
            List<String> busy = new ArrayList<>();
            for (int i = 0; i < Bench.QUICK.runningTasks(); i++) {
                busy.add(bench.started());
                bench.await(busy.getLast(), state -> state.status() == TaskStatus.RUNNING);
            }
            bench.engine().approve(asks, true, null);
            TaskState without = bench.await(
                    asks,
                    state -> state.waitingFor() != null
                            && state.waitingFor().what().equals("place"));
            assertThat(without.lastMessage()).contains("free slot");
            assertThatThrownBy(() -> bench.engine().approve(asks, true, null)).isInstanceOf(NothingAsked.class);
            release.countDown();
            assertThat(bench.awaitOver(asks).status()).isEqualTo(TaskStatus.SUCCEEDED);
            for (String id : busy) {
                bench.awaitOver(id);
            }
            assertThat(bench.awaitOver(bench.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aRunStoppedWhileItWaitsTakesNoPlaceWithIt() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        said -> said);
            }
            return Bench.done("done");
        })) {
            for (int i = 0; i < 2 * Bench.QUICK.runningTasks(); i++) {
                String id = bench.create(ASKS);
                bench.engine().run(id, RunRequest.FRESH);
                bench.await(id, state -> state.waitingFor() != null);
                bench.engine().stop(id);
            }
            assertThat(bench.awaitOver(bench.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aMessageThatTheRunDidNotTakeAnyMoreGetsARunOfItsOwn() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                return Bench.done("followed up: " + run.request().input().get("content"));
            }
            run.step("last", String.class, step -> {
                working.countDown();
                said.await();
                return "";
            });
            return Bench.done("done");
        })) {
            String id = bench.started();
            working.await();
            bench.engine().say(id, "blue, please");
            bench.engine().say(id, "and big");
            said.countDown();
            assertThat(bench.await(
                                    id,
                                    state -> state.run() == 2 && state.status().terminal())
                            .finalResult())
                    .containsEntry("summary", "followed up: blue, please\n\nand big");
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id)).stream()
                            .filter("USER_MESSAGE"::equals))
                    .as("each message is told of once")
                    .hasSize(2);
        }
    }

    @Test
    void aMessageToARunThatWaitsForItsPlaceIsThereWhenItBegins() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Bench bench = new Bench(folder, run -> {
            run.step("work", String.class, step -> {
                release.await();
                return "";
            });
            return Bench.done(String.valueOf(run.drain("said", "messages")));
        })) {
            for (int i = 0; i < Bench.QUICK.runningTasks(); i++) {
                bench.await(bench.started(), state -> state.status() == TaskStatus.RUNNING);
            }
            String queued = bench.started();
            bench.engine().say(queued, "blue, please");
            release.countDown();
            assertThat(String.valueOf(bench.awaitOver(queued).finalResult())).contains("blue, please");
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), queued)))
                    .startsWith("TASK_START", "USER_MESSAGE")
                    .containsOnlyOnce("USER_MESSAGE");
        }
    }

    @Test
    void aMessageAsARunBeginsIsTakenWhereverTheRunIs() throws Exception {
        try (Bench bench = new Bench(folder, run -> Bench.done(String.valueOf(run.drain("said", "messages"))))) {
            for (int at = 0; at < BEGINNINGS; at++) {
                String id = bench.started();
                bench.engine().say(id, "blue, please");
                bench.await(id, state -> state.status().terminal() && told(bench, id) == 1);
            }
        }
    }

    private static long told(Bench bench, String id) {
        return bench.store().journal().after(id, 0, Integer.MAX_VALUE).stream()
                .filter(event -> event.json().contains("USER_MESSAGE"))
                .count();
    }
}
