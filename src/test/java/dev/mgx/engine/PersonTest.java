package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.journal.Change;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Invariants;
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
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?"),
                    said -> said);
            return EngineFixture.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = fixture.started();
            TaskState waiting = fixture.await(id, state -> state.waitingFor() != null);
            assertThat(waiting.status()).isEqualTo(TaskStatus.RUNNING);
            fixture.engine().approve(id, true, "go on");
            TaskState over = fixture.awaitOver(id);
            assertThat(over.finalResult()).containsEntry("summary", "go on");
            assertThat(over.waitingFor()).isNull();
            assertThatThrownBy(() -> fixture.engine().approve(id, true, null)).isInstanceOf(NoPendingApproval.class);
        }
    }

    /** As when its commit was in doubt for longer than anybody waited to tell the run of it. */
    @Test
    void anAnswerThatTheRunWasNotToldOfIsTakenAllTheSame() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return EngineFixture.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            Change.MessageSent answer = new Change.MessageSent("approval", Map.of("comment", "yes"));
            EventDraft told = EventDraft.of(EventType.USER_MESSAGE, "Approved");
            assertThat(fixture.store().inbox().answer(id, answer, told)).isTrue();
            assertThat(fixture.store().inbox().answer(id, answer, told))
                    .as("it is answered")
                    .isFalse();
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "yes");
        }
    }

    @Test
    void aWaitForAPersonSurvivesARestart() throws Exception {
        EngineFixture.Script script = run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return EngineFixture.done(String.valueOf(answer.orElseThrow().get("comment")));
        };
        String id;
        try (EngineFixture fixture = new EngineFixture(folder, script)) {
            id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
        }
        try (EngineFixture fixture = new EngineFixture(folder, script)) {
            fixture.await(id, state -> state.attempt() == 2 && fixture.engine().running() == 1);
            fixture.engine().approve(id, false, "later");
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "later");
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)))
                    .containsOnlyOnce("APPROVAL_REQUEST");
        }
    }

    @Test
    void aServerThatShutsDownWaitsForNobodysAnswer() throws Exception {
        EngineLimits patient = new EngineLimits(1, 1, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofHours(1));
        EngineFixture.Script script = run -> {
            run.receive(
                    "approval",
                    "approval",
                    Duration.ofHours(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                    said -> said);
            return EngineFixture.done("answered");
        };
        try (EngineFixture fixture = new EngineFixture(folder, script, patient, Recovery.RESUME)) {
            fixture.await(fixture.started(), state -> state.waitingFor() != null);
        } // within this test's deadline, not after half of an hour
    }

    @Test
    void nobodyAnsweringIsAnAnswer() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMillis(50),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return EngineFixture.done(answer.isEmpty() ? "nobody" : "somebody");
        })) {
            assertThat(fixture.awaitOver(fixture.started()).finalResult()).containsEntry("summary", "nobody");
        }
    }

    @Test
    void aMessageReachesTheRunningRunAndStartsAFollowUpAfterIt() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                return EngineFixture.done(
                        "followed up: " + run.request().input().get("content"));
            }
            run.step("wait", String.class, step -> {
                said.await();
                return "";
            });
            return EngineFixture.done(
                    String.valueOf(run.drain("messages", "messages").getFirst().get("content")));
        })) {
            String id = fixture.started();
            fixture.await(id, state -> state.status() == TaskStatus.RUNNING);
            fixture.engine().say(id, "blue, please");
            said.countDown();
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "blue, please");
            fixture.engine().say(id, "green");
            assertThat(fixture.await(
                                    id,
                                    state -> state.run() == 2 && state.status().terminal())
                            .finalResult())
                    .containsEntry("summary", "followed up: green");
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)))
                    .contains("USER_MESSAGE");
        }
    }

    @Test
    void aQuestionThatAStopCutOffIsAskedAgainByTheRunThatResumes() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    said -> said);
            return EngineFixture.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            fixture.engine().stop(id);
            fixture.engine().run(id, RunRequest.RESUME);
            fixture.await(id, state -> state.run() == 2 && state.waitingFor() != null);
            fixture.engine().approve(id, true, "now");
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "now");
        }
    }

    @Test
    void runsThatWaitForAPersonLeaveTheirPlacesToOthers() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        said -> said);
            }
            return EngineFixture.done("done");
        })) {
            List<String> waiting = new ArrayList<>();
            for (int i = 0; i < EngineFixture.QUICK.runningTasks() + 1; i++) {
                waiting.add(fixture.create(ASKS));
                fixture.engine().run(waiting.getLast(), RunRequest.FRESH);
                fixture.await(waiting.getLast(), state -> state.waitingFor() != null);
            }
            assertThat(fixture.awaitOver(fixture.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
            for (String id : waiting) {
                fixture.engine().approve(id, true, null);
                assertThat(fixture.awaitOver(id).status()).isEqualTo(TaskStatus.SUCCEEDED);
            }
        }
    }

    @Test
    void whoComesBackFromAWaitWaitsForAPlaceAndSaysSo() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        said -> said);
                return EngineFixture.done("approved");
            }
            run.step("work", String.class, step -> {
                release.await();
                return "";
            });
            return EngineFixture.done("worked");
        })) {
            String asks = fixture.create(ASKS);
            fixture.engine().run(asks, RunRequest.FRESH);
            fixture.await(asks, state -> state.waitingFor() != null);
            List<String> busy = new ArrayList<>();
            for (int i = 0; i < EngineFixture.QUICK.runningTasks(); i++) {
                busy.add(fixture.started());
                fixture.await(busy.getLast(), state -> state.status() == TaskStatus.RUNNING);
            }
            fixture.engine().approve(asks, true, null);
            TaskState without = fixture.await(
                    asks,
                    state -> state.waitingFor() != null
                            && state.waitingFor().what().equals("place"));
            assertThat(without.lastMessage()).contains("free slot");
            assertThatThrownBy(() -> fixture.engine().approve(asks, true, null)).isInstanceOf(NoPendingApproval.class);
            release.countDown();
            assertThat(fixture.awaitOver(asks).status()).isEqualTo(TaskStatus.SUCCEEDED);
            for (String id : busy) {
                fixture.awaitOver(id);
            }
            assertThat(fixture.awaitOver(fixture.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aRunStoppedWhileItWaitsTakesNoPlaceWithIt() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        said -> said);
            }
            return EngineFixture.done("done");
        })) {
            for (int i = 0; i < 2 * EngineFixture.QUICK.runningTasks(); i++) {
                String id = fixture.create(ASKS);
                fixture.engine().run(id, RunRequest.FRESH);
                fixture.await(id, state -> state.waitingFor() != null);
                fixture.engine().stop(id);
            }
            assertThat(fixture.awaitOver(fixture.started()).status()).isEqualTo(TaskStatus.SUCCEEDED);
        }
    }

    @Test
    void aMessageThatTheRunDidNotTakeAnyMoreGetsARunOfItsOwn() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                return EngineFixture.done(
                        "followed up: " + run.request().input().get("content"));
            }
            run.step("last", String.class, step -> {
                working.countDown();
                said.await();
                return "";
            });
            return EngineFixture.done("done");
        })) {
            String id = fixture.started();
            working.await();
            fixture.engine().say(id, "blue, please");
            fixture.engine().say(id, "and big");
            said.countDown();
            assertThat(fixture.await(
                                    id,
                                    state -> state.run() == 2 && state.status().terminal())
                            .finalResult())
                    .containsEntry("summary", "followed up: blue, please\n\nand big");
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)).stream()
                            .filter("USER_MESSAGE"::equals))
                    .as("each message is told of once")
                    .hasSize(2);
        }
    }

    @Test
    void aMessageToARunThatWaitsForItsPlaceIsThereWhenItBegins() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("work", String.class, step -> {
                release.await();
                return "";
            });
            return EngineFixture.done(String.valueOf(run.drain("said", "messages")));
        })) {
            for (int i = 0; i < EngineFixture.QUICK.runningTasks(); i++) {
                fixture.await(fixture.started(), state -> state.status() == TaskStatus.RUNNING);
            }
            String queued = fixture.started();
            fixture.engine().say(queued, "blue, please");
            release.countDown();
            assertThat(String.valueOf(fixture.awaitOver(queued).finalResult())).contains("blue, please");
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), queued)))
                    .startsWith("TASK_START", "USER_MESSAGE")
                    .containsOnlyOnce("USER_MESSAGE");
        }
    }

    @Test
    void aMessageAsARunBeginsIsTakenWhereverTheRunIs() throws Exception {
        try (EngineFixture fixture =
                new EngineFixture(folder, run -> EngineFixture.done(String.valueOf(run.drain("said", "messages"))))) {
            for (int at = 0; at < BEGINNINGS; at++) {
                String id = fixture.started();
                fixture.engine().say(id, "blue, please");
                fixture.await(id, state -> state.status().terminal() && told(fixture, id) == 1);
            }
        }
    }

    private static long told(EngineFixture fixture, String id) {
        return fixture.store().journal().after(id, 0, Integer.MAX_VALUE).stream()
                .filter(event -> event.type() == EventType.USER_MESSAGE)
                .count();
    }
}
