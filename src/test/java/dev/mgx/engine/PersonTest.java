package dev.mgx.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.Invariants;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for a person, and persons that talk to runs. */
@Timeout(30)
class PersonTest {
    @TempDir
    Path folder;

    @Test
    void waitsForAPersonWithoutUsingUpItsTime() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?"));
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

    @Test
    void aWaitForAPersonSurvivesARestart() throws Exception {
        Bench.Script script = run -> {
            var answer = run.receive(
                    "approval", "approval", Duration.ofMinutes(1), EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"));
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
    void nobodyAnsweringIsAnAnswer() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval", "approval", Duration.ofMillis(50), EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"));
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
            return Bench.done(String.valueOf(run.drain("messages", "messages").getFirst().get("content")));
        })) {
            String id = bench.started();
            bench.await(id, state -> state.status() == TaskStatus.RUNNING);
            bench.engine().say(id, "blue, please");
            said.countDown();
            assertThat(bench.awaitOver(id).finalResult()).containsEntry("summary", "blue, please");
            bench.engine().say(id, "green");
            assertThat(bench.await(id, state -> state.run() == 2 && state.status().terminal()).finalResult())
                    .containsEntry("summary", "followed up: green");
            assertThat(Invariants.types(Invariants.checkOver(bench.store(), id))).contains("USER_MESSAGE");
        }
    }

    @Test
    void aQuestionThatAStopCutOffIsAskedAgainByTheRunThatResumes() throws Exception {
        try (Bench bench = new Bench(folder, run -> {
            var answer = run.receive(
                    "approval", "approval", Duration.ofMinutes(1), EventDraft.of(EventType.APPROVAL_REQUEST, "Right?"));
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
}
