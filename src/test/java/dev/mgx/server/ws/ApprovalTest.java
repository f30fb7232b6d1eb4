package dev.mgx.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person's answer to an approval request, and the checks that they corrected, on their way to the run. */
@Timeout(60)
class ApprovalTest {
    private static final String CHECKS = """
            [{"id":"C1","quote":"14 is XIV","steps":[{"run":"python3 roman.py 14","output":"XIV"}]},\
            {"id":"C2","quote":"","steps":[{"run":"python3 roman.py","exit_code":1}],"files":[]}]""";

    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, run -> {
            var answer = run.receive(
                    "approval",
                    "approval",
                    Duration.ofMinutes(1),
                    EventDraft.of(EventType.APPROVAL_REQUEST, "Is the plan right?"),
                    reply -> reply);
            return Served.done(
                    Json.write(Objects.requireNonNullElse(answer.orElseThrow().get("checks"), "none")));
        });
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void theChecksThatAPersonCorrectedReachTheRunAsTheyAre() throws Exception {
        String id = served.create();
        TestWatcher watcher = asked(id);
        HttpResponse<String> answer = answer(id, "{\"approved\":true,\"checks\":" + CHECKS + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertSummary(watcher, CHECKS);
    }

    @Test
    void theyReachItOverTheWebSocketToo() throws Exception {
        String id = served.create();
        TestWatcher watcher = asked(id);
        watcher.send("{\"type\":\"approval\",\"data\":{\"approved\":true,\"checks\":" + CHECKS + "}}");
        assertSummary(watcher, CHECKS);
    }

    @Test
    void watchersAreToldThatATaskWaitsAndThatItDoesNoLonger() throws Exception {
        String id = served.create();
        TestWatcher watcher = asked(id);
        watcher.awaitState("/waiting_for/what", "approval");
        answer(id, "{\"approved\":true}");
        watcher.awaitClose();
        assertThat(watcher.of("state").getLast()).containsEntry("waiting_for", null);
    }

    @Test
    void aWaitEndsWhenATaskNeedsAPerson() throws Exception {
        HttpResponse<String> answer =
                served.send("POST", "/api/tasks?wait=30", "{\"input_prompt\":\"Build it\",\"run\":true}");
        assertThat(Json.readTree(answer.body()).at("/state/waiting_for/what").asString(""))
                .isEqualTo("approval");
    }

    @Test
    void anAnswerWithoutChecksLeavesThePlansAsTheyAre() throws Exception {
        String id = served.create();
        TestWatcher watcher = asked(id);
        answer(id, "{\"approved\":true,\"checks\":null}");
        assertSummary(watcher, "\"none\"");
    }

    /** Watches the task until it has asked for approval. */
    private static TestWatcher asked(String id) throws Exception {
        TestWatcher watcher = TestWatcher.connect(served, id, "");
        watcher.await("event", 2);
        return watcher;
    }

    private static HttpResponse<String> answer(String id, String body) throws Exception {
        return served.send("POST", "/api/tasks/" + id + "/approval", body);
    }

    private static void assertSummary(TestWatcher watcher, String summary) throws Exception {
        watcher.awaitClose();
        assertThat(Json.readTree(Json.write(watcher.of("state").getLast()))
                        .path("final_result")
                        .path("summary")
                        .asString(""))
                .isEqualTo(summary);
    }
}
