package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.server.ws.TestWatcher;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestTest {
    @TempDir
    static Path folder;

    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(folder, WritingWorkflow::run);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void createsATaskThatIsPendingAndReadsTheSame() throws Exception {
        HttpResponse<String> created =
                served.send("POST", "/api/tasks", "{\"title\":\"T\",\"input_prompt\":\"Build it\"}");
        Map<String, @Nullable Object> task = Json.readMap(created.body());

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).hasValue("/api/tasks/" + task.get("id"));
        assertThat(task).containsEntry("status", "PENDING").containsEntry("title", "T");
        assertThat(task).containsKeys("created_at", "updated_at", "result_summary", "input_prompt");
        assertThat(Json.readMap(served.get("/api/tasks/" + task.get("id")).body()))
                .isEqualTo(task);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                        | input_prompt
            {"input_prompt":null}                                     | input_prompt
            {"input_prompt":"  "}                                     | input_prompt
            {"input_prompt":7}                                        | input_prompt
            {"input_prompt":"a\\u0000b"}                              | input_prompt
            {"input_prompt":"\\ud800"}                                | input_prompt
            {"input_prompt":"x","titel":"y"}                          | titel
            {"input_prompt":"x","title":["y"]}                        | title
            {"input_prompt":"x","options":[]}                         | options
            {"input_prompt":"x","options":{"max_cost":1}}             | options.max_cost
            {"input_prompt":"x","options":{"max_duration_seconds":0}} | options.max_duration_seconds
            {"input_prompt":"x","options":{"max_duration_seconds":1e99999}} | options.max_duration_seconds
            {"input_prompt":"x","options":{"max_duration_seconds":99999999999999999999}} | options.max_duration_seconds
            {"input_prompt":"x","options":{"max_tokens":1.5}}         | options.max_tokens
            {"input_prompt":"x","options":{"max_cost_usd":-1}}        | options.max_cost_usd
            {"input_prompt":"x","options":{"max_cost_usd":1e999999999}} | options.max_cost_usd
            {"input_prompt":"x","options":{"max_cost_usd":"1"}}       | options.max_cost_usd
            {"input_prompt":"x","options":{"require_plan_approval":1}} | options.require_plan_approval
            {"input_prompt":"x","options":{"model":" "}}              | options.model
            {"input_prompt":"x","input_prompt":"y"}                   | body
            [1]                                                       | body
            null                                                      | body
            {"input_prompt":"x"} x                                    | body
            {"input_prompt":                                          | body
            """)
    void refusesATaskThatIsNotRightAndNamesTheField(String body, String field) throws Exception {
        HttpResponse<String> answer = served.send("POST", "/api/tasks", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Json.readMap(answer.body()))
                .containsKeys("type", "title", "detail")
                .containsEntry("status", 422);
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() throws Exception {
        String body = served.send("POST", "/api/tasks", "{\"title\":1,\"x\":2,\"options\":{\"y\":3}}")
                .body();
        assertThat(body).contains("\"title\"", "\"x\"", "\"options.y\"", "\"input_prompt\"");
    }

    @Test
    void countsCodePointsNotCodeUnits() throws Exception {
        assertThat(create("😀".repeat(255), "x").statusCode()).isEqualTo(201);
        assertThat(create("😀".repeat(256), "x").statusCode()).isEqualTo(422);
        assertThat(create("", "x").statusCode()).isEqualTo(201);
    }

    private static HttpResponse<String> create(String title, String prompt) throws Exception {
        return served.send("POST", "/api/tasks", Json.write(Map.of("title", title, "input_prompt", prompt)));
    }

    @Test
    void limitsTheLengthOfASearchInCodePoints() throws Exception {
        String faces = "%F0%9F%98%80".repeat(200);
        assertThat(served.get("/api/tasks?q=" + faces).statusCode()).isEqualTo(200);
        HttpResponse<String> tooLong = served.get("/api/tasks?q=" + faces + "x");
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(tooLong.body()).contains("\"field\":\"q\"", "must be at most 200 characters");
    }

    @Test
    void listsWhatIsSearchedForWithItsStateInOneAnswer() throws Exception {
        HttpResponse<String> made = create("Zwölf Äpfel", "a shop for fruit");
        String id = String.valueOf(Json.readMap(made.body()).get("id"));
        Map<String, @Nullable Object> task =
                Json.readMap(served.get("/api/tasks/" + id).body());

        String plain = served.get("/api/tasks?q=%C3%84PFEL+fru").body();
        assertThat(Json.readMap(plain)).containsEntry("total", 1).containsEntry("items", List.of(task));

        task.put("state", Json.readMap(served.get("/api/tasks/" + id + "/state").body()));
        for (String query :
                List.of("q=zwolf+fruit", "id=" + id.substring(0, 30), "id=" + id.toUpperCase(Locale.ROOT))) {
            Map<String, @Nullable Object> found =
                    Json.readMap(served.get("/api/tasks?with=state&" + query).body());
            assertThat(found).as(query).containsEntry("total", 1).containsEntry("items", List.of(task));
        }
    }

    @Test
    void refusesDeepNestingQuickly() throws Exception {
        assertThat(served.send("POST", "/api/tasks", "{\"input_prompt\":" + "[".repeat(50_000))
                        .statusCode())
                .isEqualTo(422);
        assertThat(served.send("POST", "/api/tasks", "[".repeat(60_000)).statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/tasks?page=0,422",
        "GET,/api/tasks?page=x,422",
        "GET,/api/tasks?page=,422",
        "GET,/api/tasks?page=1&page=2,422",
        "GET,/api/tasks?page=99999999999999999999999,422",
        "GET,/api/tasks?page=2147483647&page_size=100,200",
        "GET,/api/tasks?page=2147483648,422",
        "GET,/api/tasks?q=%00,422",
        "GET,/api/tasks?status=,200",
        "GET,/api/tasks?page_size=0,422",
        "GET,/api/tasks?page_size=101,422",
        "GET,/api/tasks?page_size=100,200",
        "GET,/api/tasks?status=DONE,422",
        "GET,/api/tasks?status=FAILED,200",
        "GET,/api/tasks?q=,422",
        "GET,/api/tasks?q=+,422",
        "GET,/api/tasks?q=a%00b,422",
        "GET,/api/tasks?q=a%09b,422",
        "GET,/api/tasks?q=%C2%85,422",
        "GET,/api/tasks?q=a&q=b,422",
        "GET,/api/tasks?q=%22%27%25_%5C*:(),200",
        "GET,/api/tasks?q=%E2%80%8B,200",
        "GET,/api/tasks?id=,422",
        "GET,/api/tasks?id=xyz,422",
        "GET,/api/tasks?id=%25,422",
        "GET,/api/tasks?id=0123456789012345678901234567890123456,422",
        "GET,/api/tasks?id=0A-,200",
        "GET,/api/tasks?with=,422",
        "GET,/api/tasks?with=events,422",
        "GET,/api/tasks?with=state&q=x&id=0&status=FAILED,200",
        "GET,/api/tasks/active,200",
        "GET,/api/tasks/nobody,404",
        "GET,/api/tasks/%00,400",
        "GET,/api/tasks/%ff,400",
        "GET,/api/tasks/%F0%9F%98%80,404",
        "GET,/api/tasks/' OR 1=1 --,404",
        "GET,/api/tasks/nobody/state,404",
        "GET,/api/tasks/nobody/events,404",
        "GET,/api/tasks/nobody/timeline,404",
        "GET,/api/tasks/nobody/metrics,404",
        "POST,/api/tasks/nobody/run,404",
        "POST,/api/tasks/nobody/stop,404",
        "DELETE,/api/tasks/nobody,404",
        "GET,/api/artifacts/nobody,404",
        "GET,/api/artifacts/nobody/x,404",
        "GET,/api/artifacts/nobody/x/versions,404",
        "GET,/nothing,404",
        "GET,/api/tasks/,200",
        "PUT,/api/tasks,405",
        "DELETE,/api/tasks/active,405",
        "PATCH,/api/tasks/active,405",
        "GET,/ws/tasks/nobody?start=null,422",
        "GET,/ws/tasks/nobody?since_event_id=-1,422",
        "POST,/health,405",
        "GET,/api/tasks/nobody/run,405",
        "GET,/ws/tasks/nobody,426",
        "GET,/ws/tasks/no%20id,404",
        "GET,/health,200",
        "GET,/health/live,200",
        "GET,/health/ready,200",
        "GET,/,200",
        "HEAD,/health,200",
    })
    void answersEveryPathAsItShould(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = served.send(method, path.replace(" ", "%20"), null);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        if (status >= 400) {
            assertThat(Json.readMap(answer.body()))
                    .containsEntry("status", status)
                    .containsKey("detail");
        }
        if (status == 405) {
            assertThat(answer.headers().firstValue("Allow")).isPresent();
        }
    }

    @Test
    void runsATaskToItsEndAndShowsWhatHappened() throws Exception {
        String id = served.create();
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", "{}").body())
                .contains("\"accepted\"");
        TestWatcher watcher = TestWatcher.connect(served, id, "");
        watcher.awaitClose();

        Map<String, @Nullable Object> state =
                Json.readMap(served.get("/api/tasks/" + id + "/state").body());
        assertThat(state).containsEntry("status", "SUCCEEDED").containsEntry("last_event_id", 6);

        Map<String, @Nullable Object> events = Json.readMap(
                served.get("/api/tasks/" + id + "/events?version=2").body());
        assertThat(events).containsEntry("total", 6);
        assertThat((List<?>) events.get("events")).hasSize(6);
        Map<String, @Nullable Object> some =
                Json.readMap(served.get("/api/tasks/" + id + "/events?version=2&since_event_id=2&limit=2")
                        .body());
        assertThat(some).containsEntry("total", 6);
        assertThat((List<?>) some.get("events")).extracting("event_id").containsExactly(3, 4);
        assertThat(served.get("/api/tasks/" + id + "/events?version=2&since_event_id=7")
                        .body())
                .isEqualTo("{\"events\":[],\"total\":6}");

        Map<String, @Nullable Object> timeline = Json.readMap(
                served.get("/api/tasks/" + id + "/timeline?limit=2&offset=1").body());
        assertThat(timeline).containsEntry("total", 5).containsEntry("has_more", true);
        assertThat((List<?>) timeline.get("items"))
                .extracting("group_key")
                .containsExactly("Engineer_MESSAGE", "Engineer_MESSAGE");

        Map<String, @Nullable Object> metrics =
                Json.readMap(served.get("/api/tasks/" + id + "/metrics").body());
        assertThat(metrics)
                .containsEntry("events", 6)
                .containsEntry("artifacts", 1)
                .containsKey("pm_duration");
        assertThat(metrics.get("engineer_started_at")).isNotNull();
        assertThat(metrics.get("total_duration")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=x",
                "since_event_id=-1",
                "since_event_id=1.0",
                "version=0",
                "version=3",
                "version=abc"
            })
    void refusesAWrongWindowOfEvents(String query) throws Exception {
        assertThat(served.get("/api/tasks/" + served.create() + "/events?" + query)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void servesFilesWithAnyPath() throws Exception {
        String id = served.create();
        TestWatcher.connect(served, id, "").awaitClose();
        String file = "/api/artifacts/" + id + "/src/a%20b/Main.java";

        assertThat(served.get("/api/artifacts/" + id).body())
                .contains("\"src/a b/Main.java\"", "\"total\":1", "\"language\":\"java\"");
        assertThat(served.get(file).body()).contains("class Main {}", "\"version\":1");
        assertThat(served.get("/api/artifacts/" + id + "/src%2Fa%20b%2FMain.java")
                        .body())
                .contains("class Main {}");
        assertThat(served.get(file + "?version=1").statusCode()).isEqualTo(200);
        assertThat(served.get(file + "?version=2").statusCode()).isEqualTo(404);
        assertThat(served.get(file + "?version=0").statusCode()).isEqualTo(422);
        assertThat(served.get(file + "/versions").body()).contains("\"total\":1", "\"content_length\":13");
        for (String path : List.of("..%2F..%2Fetc%2Fpasswd", "%2e%2e/x", "a//b", "a%5Cb", "./x")) {
            assertThat(served.get("/api/artifacts/" + id + "/" + path).statusCode())
                    .as(path)
                    .isEqualTo(400);
        }
    }

    @Test
    void stopsOnceForEverybodyAndOnlyWhatRuns() throws Exception {
        String id = running();
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", null).body())
                .contains("already_running");
        assertThat(served.get("/api/tasks/active").body()).contains(id);
        assertThat(served.send("PATCH", "/api/tasks/" + id, "{\"status\":\"SUCCEEDED\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(served.send("POST", "/api/tasks/" + id + "/stop", null).statusCode())
                .isEqualTo(200);
        assertThat(served.get("/api/tasks/" + id).body()).contains("\"CANCELLED\"");
        assertThat(served.send("POST", "/api/tasks/" + id + "/stop", null).statusCode())
                .isEqualTo(409);
        assertThat(served.send("POST", "/api/tasks/" + id + "/approval", "{\"approved\":true}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(served.send("PATCH", "/api/tasks/" + id, "{\"title\":\"New\",\"status\":\"CANCELLED\"}")
                        .body())
                .contains("\"New\"");
    }

    @Test
    void runsAgainWithTheOptionsThatAPersonGives() throws Exception {
        String id = running();
        String richer = "{\"resume\":true,\"options\":{\"max_cost_usd\":2.5}}";
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", richer).body())
                .contains("already_running");
        assertThat(served.get("/api/tasks/" + id).body()).contains("\"max_cost_usd\":null");
        served.send("POST", "/api/tasks/" + id + "/stop", null);
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", richer).body())
                .contains("\"accepted\"");
        assertThat(served.get("/api/tasks/" + id).body()).contains("\"max_cost_usd\":2.5");
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", "{\"options\":{\"max_cost\":1}}")
                        .body())
                .contains("options.max_cost");
        assertThat(served.send("DELETE", "/api/tasks/" + id, null).statusCode()).isEqualTo(204);
    }

    @Test
    void answers503WithRetryAfterWhenTheQueueIsFull() throws Exception {
        List<String> ids = List.of(running(), running(), waiting(), waiting());
        String extra = served.create();
        HttpResponse<String> answer = served.send("POST", "/api/tasks/" + extra + "/run", null);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        String atOnce = "{\"input_prompt\":\"orphan\",\"run\":true}";
        assertThat(served.send("POST", "/api/tasks", atOnce).statusCode()).isEqualTo(503);
        assertThat(served.get("/api/tasks?q=orphan").body()).contains("\"total\":0"); // it is not left behind
        for (String id : ids) {
            assertThat(served.send("DELETE", "/api/tasks/" + id, null).statusCode())
                    .isEqualTo(204);
            assertThat(served.get("/api/tasks/" + id).statusCode()).isEqualTo(404);
        }
    }

    /** Waits until the task has left the queue. */
    private static String running() throws Exception {
        String id = waiting();
        TestWatcher watcher = TestWatcher.connect(served, id, "");
        watcher.await("event", 1);
        watcher.abort();
        return id;
    }

    private static String waiting() throws Exception {
        String created =
                served.send("POST", "/api/tasks", "{\"input_prompt\":\"wait\"}").body();
        String id = String.valueOf(Json.readMap(created).get("id"));
        assertThat(served.send("POST", "/api/tasks/" + id + "/run", null).statusCode())
                .isEqualTo(202);
        return id;
    }

    @Test
    void refusesUnknownFieldsWhereNoneAreNeeded() throws Exception {
        assertThat(served.send("POST", "/api/tasks/" + served.create() + "/run", "{\"resum\":true}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(served.send("POST", "/api/tasks/" + served.create() + "/messages", "{}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(served.send("POST", "/api/tasks/" + served.create() + "/messages", "{\"content\":\"x\"}")
                        .statusCode())
                .isEqualTo(409);
    }
}
