package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
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
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for a person, and messages to runs. */
@Timeout(30)
class UserInputTest {
    /** Enough for some messages to arrive just as the run gets its slot. */
    private static final int ATTEMPTS = 100;

    private static final TaskOptions ASKS = new TaskOptions(null, null, null, true, null, null);

    @TempDir
    Path folder;

    @Test
    void aWaitForAPersonUsesNoRunTime() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?"),
                    reply -> reply);
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

    @Test
    void correctedChecksReachTheWorkflowAsAPersonGaveThem() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?"),
                    reply -> reply);
            return EngineFixture.done(
                    Json.write(Objects.requireNonNullElse(answer.orElseThrow().get("checks"), "none")));
        })) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            List<Map<String, @Nullable Object>> checks = List.of(Map.of("id", "C1"));
            fixture.engine().approve(id, true, null, checks);
            assertThat(fixture.awaitOver(id).finalResult()).containsEntry("summary", "[{\"id\":\"C1\"}]");
            assertThat(Json.write(Invariants.checkOver(fixture.store(), id)))
                    .contains("Approved, with corrected checks");
        }
    }

    /** As happens when the outcome of its commit stays unknown until after the signal. */
    @Test
    void anAnswerWhoseSignalWasLostIsTaken() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    reply -> reply);
            return EngineFixture.done(String.valueOf(answer.orElseThrow().get("comment")));
        })) {
            String id = fixture.started();
            fixture.await(id, state -> state.waitingFor() != null);
            Change.MessageSent answer = new Change.MessageSent("approval", Map.of("comment", "yes"));
            EventDraft event = EventDraft.of(EventType.USER_MESSAGE, "Approved");
            assertThat(fixture.store().inbox().answer(id, answer, event)).isTrue();
            assertThat(fixture.store().inbox().answer(id, answer, event))
                    .as("already answered")
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
                    reply -> reply);
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
    void aShutdownDoesNotWaitForAnswers() throws Exception {
        EngineLimits longTimeouts =
                new EngineLimits(1, 1, Duration.ofHours(1), Duration.ofSeconds(1), Duration.ofHours(1));
        EngineFixture.Script script = run -> {
            run.receive(
                    "approval",
                    "approval",
                    Duration.ofHours(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                    reply -> reply);
            return EngineFixture.done("answered");
        };
        try (EngineFixture fixture = new EngineFixture(folder, script, longTimeouts, Recovery.RESUME)) {
            fixture.await(fixture.started(), state -> state.waitingFor() != null);
        } // within this test's deadline, not after half of an hour
    }

    @Test
    void aWaitForAPersonTimesOut() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMillis(50),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    reply -> reply);
            return EngineFixture.done(answer.isEmpty() ? "nobody" : "somebody");
        })) {
            assertThat(fixture.awaitOver(fixture.started()).finalResult()).containsEntry("summary", "nobody");
        }
    }

    @Test
    void aMessageReachesTheActiveRunAndStartsAFollowUpAfterIt() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                return EngineFixture.done(
                        "followed up: " + run.request().input().get("content"));
            }
            run.step("wait", String.class, step -> {
                sent.await();
                return "";
            });
            return EngineFixture.done(
                    String.valueOf(run.drain("messages", "messages").getFirst().get("content")));
        })) {
            String id = fixture.started();
            fixture.await(id, state -> state.status() == TaskStatus.RUNNING);
            fixture.engine().say(id, "blue, please");
            sent.countDown();
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
    void aRequestInterruptedByAStopIsRepeatedByTheRunThatResumes() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"),
                    reply -> reply);
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
    void runsThatWaitForAPersonReleaseTheirSlots() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        reply -> reply);
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
    void aRunWhoseWaitIsOverShowsThatItWaitsForASlot() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        reply -> reply);
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
            TaskState waiting = fixture.await(
                    asks,
                    state -> state.waitingFor() != null
                            && state.waitingFor().what().equals("place"));
            assertThat(waiting.lastMessage()).contains("free slot");
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
    void aRunStoppedWhileWaitingLeaksNoSlot() throws Exception {
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.task().options().asksForApproval()) {
                run.receive(
                        "approval",
                        "approval",
                        Duration.ofMinutes(1),
                        EventDraft.of(EventType.APPROVAL_REQUEST, "?"),
                        reply -> reply);
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
    void aMessageThatTheRunDidNotTakeStartsAFollowUp() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            if (run.request().kind() == RunRequest.Kind.FOLLOW_UP) {
                return EngineFixture.done(
                        "followed up: " + run.request().input().get("content"));
            }
            run.step("last", String.class, step -> {
                working.countDown();
                sent.await();
                return "";
            });
            return EngineFixture.done("done");
        })) {
            String id = fixture.started();
            working.await();
            fixture.engine().say(id, "blue, please");
            fixture.engine().say(id, "and big");
            sent.countDown();
            assertThat(fixture.await(
                                    id,
                                    state -> state.run() == 2 && state.status().terminal())
                            .finalResult())
                    .containsEntry("summary", "followed up: blue, please\n\nand big");
            assertThat(Invariants.types(Invariants.checkOver(fixture.store(), id)).stream()
                            .filter("USER_MESSAGE"::equals))
                    .as("each message has one event")
                    .hasSize(2);
        }
    }

    @Test
    void aMessageToAQueuedRunIsThereWhenItBegins() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (EngineFixture fixture = new EngineFixture(folder, run -> {
            run.step("work", String.class, step -> {
                release.await();
                return "";
            });
            return EngineFixture.done(String.valueOf(run.drain("messages-taken", "messages")));
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
    void aMessageSentAsARunBeginsIsTakenOnce() throws Exception {
        try (EngineFixture fixture = new EngineFixture(
                folder, run -> EngineFixture.done(String.valueOf(run.drain("messages-taken", "messages"))))) {
            for (int at = 0; at < ATTEMPTS; at++) {
                String id = fixture.started();
                fixture.engine().say(id, "blue, please");
                fixture.await(id, state -> state.status().terminal() && userMessages(fixture, id) == 1);
            }
        }
    }

    private static long userMessages(EngineFixture fixture, String id) {
        return fixture.store().journal().after(id, 0, Integer.MAX_VALUE).stream()
                .filter(event -> event.type() == EventType.USER_MESSAGE)
                .count();
    }
}
