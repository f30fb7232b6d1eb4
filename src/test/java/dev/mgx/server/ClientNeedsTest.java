package dev.mgx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.store.KeptAnswers;
import dev.mgx.testing.Await;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What programs need that are built on the API. */
@Timeout(60)
class ClientNeedsTest {
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

    private static String create(String metadata) throws Exception {
        HttpResponse<String> answer =
                served.send("POST", "/api/tasks", "{\"input_prompt\":\"Build it\",\"metadata\":" + metadata + "}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.readTree(answer.body()).path("id").asString();
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = served.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.readTree(answer.body());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(task -> task.path("id").asString())
                .toList();
    }

    @Test
    void aCursorGoesOnWhereThePageBeforeEndedWhateverIsMadeMeanwhile() throws Exception {
        String first = create("{\"list\":\"pages\"}");
        String second = create("{\"list\":\"pages\"}");
        String third = create("{\"list\":\"pages\"}");
        String path = "/api/tasks?metadata=list:pages&page_size=2";
        JsonNode page = get(path);
        create("{\"list\":\"pages\"}");
        JsonNode next = get(path + "&cursor=" + page.path("next_cursor").asString());

        assertThat(ids(page)).hasSize(2).isSubsetOf(first, second, third);
        assertThat(ids(next)).hasSize(1).doesNotContainAnyElementsOf(ids(page)).isSubsetOf(first, second, third);
        assertThat(next.path("next_cursor").isNull()).isTrue();
        assertThat(next.path("total").asInt()).isEqualTo(4);
    }

    @Test
    void tasksAreFoundByTheirMetadataAndTheTimeTheyWereMade() throws Exception {
        String id = create("{\"customer\":\"42\",\"note\":\"a:b \\\"c\\\"\"}");
        JsonNode task = get("/api/tasks/" + id);
        assertThat(task.path("metadata").path("customer").asString()).isEqualTo("42");
        assertThat(ids(get("/api/tasks?metadata=customer:42"))).containsExactly(id);
        assertThat(ids(get("/api/tasks?metadata=note:a:b%20%22c%22"))).containsExactly(id);
        String made = task.path("created_at").asString();
        assertThat(ids(get("/api/tasks?metadata=customer:42&created_before=" + made)))
                .isEmpty();
        assertThat(ids(get("/api/tasks?metadata=customer:42&created_after=" + made)))
                .isEmpty();
        assertThat(ids(get("/api/tasks?metadata=customer:42&created_before=9999-01-01T00:00:00.5-20:49")))
                .containsExactlyElementsOf(ids(get("/api/tasks?metadata=customer:42")));
        assertThat(ids(get("/api/tasks?metadata=customer:42&created_after=2020-01-01T00:00:00Z&with=state")))
                .containsExactly(id);

        served.send("PATCH", "/api/tasks/" + id, "{\"metadata\":{\"customer\":\"43\"}}");
        assertThat(get("/api/tasks/" + id).path("metadata").toString()).isEqualTo("{\"customer\":\"43\"}");
        assertThat(ids(get("/api/tasks?metadata=customer:42"))).isEmpty();
        assertThat(ids(get("/api/tasks?metadata=customer:43"))).containsExactly(id);
    }

    @Test
    void metadataIsSixteenPairsOfTexts() throws Exception {
        String seventeen = IntStream.range(0, 17)
                .mapToObj(i -> "\"n%d\":\"\"".formatted(i))
                .collect(Collectors.joining(",", "{", "}"));
        for (String metadata : List.of(seventeen, "{\"a\":1}", "{\"a b\":\"\"}", "{\"a\":null}", "[]")) {
            HttpResponse<String> answer =
                    served.send("POST", "/api/tasks", "{\"input_prompt\":\"Build it\",\"metadata\":" + metadata + "}");
            assertThat(answer.statusCode()).as(metadata).isEqualTo(422);
            assertThat(answer.body()).contains("\"field\":\"metadata");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cursor=x",
                "metadata=x",
                "created_after=yesterday",
                "created_before=%2B1000000000-01-01T00:00:00Z",
            })
    void saysWhatIsWrongWithAFilter(String query) throws Exception {
        HttpResponse<String> answer = served.get("/api/tasks?" + query);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"field\":\"" + query.replaceAll("=.*", ""));
    }

    private static HttpResponse<String> keyed(Served to, String path, String key, String body) throws Exception {
        return to.send(HttpRequest.newBuilder(to.uri(path))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertReplayed(HttpResponse<String> again, HttpResponse<String> first) {
        assertThat(again.statusCode()).isEqualTo(first.statusCode());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    }

    @Test
    void aRequestWithAKeyIsDoneOnceAlsoAfterARestart(@TempDir Path own) throws Exception {
        String body = "{\"input_prompt\":\"Build it once\"}";
        HttpResponse<String> first;
        try (Served before = new Served(own, WritingWorkflow::run)) {
            first = keyed(before, "/api/tasks", "k1", body);
            assertThat(first.statusCode()).isEqualTo(201);
            assertReplayed(keyed(before, "/api/tasks", "k1", body), first);
        }
        try (Served after = new Served(own, WritingWorkflow::run)) {
            assertReplayed(keyed(after, "/api/tasks", "k1", body), first);
            HttpResponse<String> other = keyed(after, "/api/tasks", "k1", "{\"input_prompt\":\"Another\"}");
            assertThat(other.statusCode()).isEqualTo(422);
            assertThat(other.body()).contains("Idempotency-Key", "\"type\":\"/problems/idempotency-key-reused\"");
            assertThat(after.get("/api/tasks").body()).contains("\"total\":1");
            String id = Json.readTree(first.body()).path("id").asString();
            after.send("DELETE", "/api/tasks/" + id, null);
            Await.until(() -> keyed(after, "/api/tasks", "k1", body)
                    .headers()
                    .firstValue("Location")
                    .isPresent());
        }
    }

    @Test
    void aRetriedRunOrMessageStartsNoSecondRunAndOneWithoutAKeyDoes() throws Exception {
        String id = create("{}");
        String run = "/api/tasks/" + id + "/run?wait=30";
        HttpResponse<String> first = keyed(served, run, "r", "{}");
        assertThat(Json.readTree(first.body()).at("/state/status").asString("")).isEqualTo("SUCCEEDED");
        assertReplayed(keyed(served, run, "r", "{}"), first);
        String say = "/api/tasks/" + id + "/messages?wait=30";
        HttpResponse<String> said = keyed(served, say, "m", "{\"content\":\"More\"}");
        assertReplayed(keyed(served, say, "m", "{\"content\":\"More\"}"), said);
        assertThat(get("/api/tasks/" + id + "/state").path("run").asInt()).isEqualTo(2);
        served.send("POST", run, null);
        assertThat(get("/api/tasks/" + id + "/state?wait=30").path("run").asInt())
                .isEqualTo(3);
    }

    @Test
    void whatBrokeOffIsNotDoneAgainAndWhatWasRefusedIs() throws Exception {
        String id = create("{}");
        String run = "/api/tasks/" + id + "/run";
        KeptAnswers.Request lost = new KeptAnswers.Request("POST " + run, "lost");
        String hash = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"; // of {}
        assertThat(served.store().keptAnswers().begin(lost, hash, id)).isEqualTo(new KeptAnswers.Known.New());
        HttpResponse<String> answer = keyed(served, run, "lost", "{}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("new key", "\"type\":\"/problems/idempotency-key-unanswered\"");

        assertThat(keyed(served, run, "resumed", "{\"resume\":true}").statusCode())
                .isEqualTo(409);
        served.send("POST", run + "?wait=30", null);
        served.send("POST", "/api/tasks/" + id + "/stop", null);
        assertThat(keyed(served, "/api/tasks/" + id + "/stop", "s", "{}").statusCode())
                .isEqualTo(409);
        assertThat(keyed(served, run, "a b", "{}").statusCode()).isEqualTo(422);
    }

    @Test
    void oneCallMakesATaskRunsItAndSaysWhatCameOfIt() throws Exception {
        HttpResponse<String> answer = served.send(HttpRequest.newBuilder(served.uri("/api/tasks"))
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async, wait=30")
                .POST(HttpRequest.BodyPublishers.ofString("{\"input_prompt\":\"Build it\",\"run\":true}")));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(Json.readTree(answer.body()).at("/state/status").asString(""))
                .isEqualTo("SUCCEEDED");
        HttpResponse<String> waiting =
                served.send("POST", "/api/tasks?wait=0", "{\"input_prompt\":\"wait\",\"run\":true}");
        JsonNode task = Json.readTree(waiting.body());
        assertThat(task.at("/state/status").asString("")).isIn("PENDING", "RUNNING");
        served.send("DELETE", "/api/tasks/" + task.path("id").asString(), null);
        assertThat(served.send("POST", "/api/tasks?wait=601", "{\"input_prompt\":\"x\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aStateThatAClientHasIsNotSentAgain() throws Exception {
        String path = "/api/tasks/" + create("{}") + "/state";
        String tag = served.get(path).headers().firstValue("ETag").orElseThrow();
        HttpRequest.Builder again = HttpRequest.newBuilder(served.uri(path))
                .header("If-None-Match", "\"x\", W/" + tag)
                .header("Origin", "http://localhost:3000");
        HttpResponse<String> same = served.send(again);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
                .contains("Content-Disposition", "ETag", "X-Request-Id");
        served.send("POST", path.replace("/state", "/run?wait=30"), null);
        HttpResponse<String> other = served.send(again);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    void eventsOfOneTypeAreListedAlone() throws Exception {
        String id = create("{}");
        served.send("POST", "/api/tasks/" + id + "/run", null);
        Await.until(() -> served.store().journal().head(id).orElseThrow().over());
        JsonNode list = get("/api/tasks/" + id + "/events?event_type=TASK_COMPLETE");
        assertThat(list.path("events").size()).isEqualTo(1);
        assertThat(list.path("events").path(0).path("event_type").asString()).isEqualTo("TASK_COMPLETE");
        assertThat(list.path("total").asInt()).isGreaterThan(1);
    }

    private static HttpResponse<byte[]> encoded(String path, String coding) throws Exception {
        return served.send(
                HttpRequest.newBuilder(served.uri(path)).header("Accept-Encoding", coding), BodyHandlers.ofByteArray());
    }

    private static String unzipped(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void jsonIsCompressedForWhoAsksAndNothingElseIs() throws Exception {
        String id = create("{}");
        served.send("POST", "/api/tasks/" + id + "/run?wait=30", null);
        String events = "/api/tasks/" + id + "/events?version=2";
        for (String path : List.of("/openapi.json", events)) {
            HttpResponse<byte[]> zipped = encoded(path, "br;q=1.0, GZIP;q=0.8");
            String whole = served.get(path).body();
            assertThat(unzipped(zipped)).isEqualTo(whole);
            assertThat(zipped.body().length).isLessThan(whole.length() / 2);
            assertThat(zipped.headers().firstValue("Vary").orElseThrow()).contains("Accept-Encoding");
            assertThat(unzipped(encoded(path, "*"))).isEqualTo(whole);
            assertThat(new String(encoded(path, "*, gzip;q=0.0").body(), StandardCharsets.UTF_8))
                    .isEqualTo(whole);
        }
        for (String path : List.of(
                "/health",
                "/api/tasks/" + id + "/events?event_type=RESULT",
                "/api/tasks/" + id + "/events/stream",
                "/docs")) {
            assertThat(encoded(path, "gzip").headers().firstValue("Content-Encoding"))
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void whatWasCompressedIsAlsoKnownByItsTag() throws Exception {
        create("{}");
        for (int i = 0; i < 5; i++) {
            create("{\"list\":\"tagged\"}");
        }
        String path = "/api/tasks?metadata=list:tagged";
        HttpResponse<byte[]> zipped = encoded(path, "gzip");
        String tag = zipped.headers().firstValue("ETag").orElseThrow();
        assertThat(tag)
                .isEqualTo("W/" + served.get(path).headers().firstValue("ETag").orElseThrow());
        HttpRequest.Builder again = HttpRequest.newBuilder(served.uri(path)).header("If-None-Match", tag);
        assertThat(served.send(again).statusCode()).isEqualTo(304);
        create("{\"list\":\"tagged\"}");
        assertThat(served.send(again).statusCode()).isEqualTo(200);
    }

    @Test
    void tasksAndListsOfFilesThatAClientHasAreNotSentAgain() throws Exception {
        String id = create("{}");
        served.send("POST", "/api/tasks/" + id + "/run?wait=30", null);
        String file =
                get("/api/artifacts/" + id).at("/files/0/file_path").asString().replace(" ", "%20");
        for (String path : List.of(
                "/api/tasks/" + id, "/api/artifacts/" + id, "/api/artifacts/" + id + "/" + file + "/versions")) {
            String tag = served.get(path).headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> same =
                    served.send(HttpRequest.newBuilder(served.uri(path)).header("If-None-Match", tag));
            assertThat(same.statusCode()).as(path).isEqualTo(304);
        }
    }

    @Test
    void eventsComeOneALineForWhoAcceptsThat() throws Exception {
        String id = create("{}");
        served.send("POST", "/api/tasks/" + id + "/run?wait=30", null);
        String path = "/api/tasks/" + id + "/events?version=2";
        HttpResponse<String> lines = served.send(HttpRequest.newBuilder(served.uri(path + "&since_event_id=1"))
                .header("Accept", "application/x-ndjson"));
        assertThat(lines.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(lines.body()).endsWith("\n");
        assertThat(lines.body().lines().map(Json::readTree))
                .containsExactlyElementsOf(get(path + "&since_event_id=1").path("events"));
        assertThat(lines.body().lines()).hasSizeGreaterThan(2);
        HttpResponse<String> both = served.send(
                HttpRequest.newBuilder(served.uri(path)).header("Accept", "application/json, application/x-ndjson"));
        assertThat(both.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void everyAnswerHasItsDate() throws Exception {
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (String path : List.of("/health", "/nothing", "/api/tasks")) {
            String date = served.get(path).headers().firstValue("Date").orElseThrow();
            assertThat(date).matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
            assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .isBetween(before, Instant.now());
        }
    }
}
