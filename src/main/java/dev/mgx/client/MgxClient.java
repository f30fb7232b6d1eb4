package dev.mgx.client;

import dev.mgx.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of a server. What it answers has what most programs want by name, and beside it the JSON of the server's
 * {@code openapi.yaml}, which has everything. Thread-safe. Every call blocks up to a timeout and throws {@link ServerRefused} for a 4xx response and {@link ServerUnreachable} for no response or a 5xx one.
 *
 * <p>Calls that may cost money carry an {@code Idempotency-Key}: where the connection breaks before the response has come,
 * they are sent once more, and the server does them once.
 */
public final class MgxClient implements AutoCloseable {
    private static final Duration TIMEOUT = HttpCalls.TIMEOUT;

    /** What sends a whole project over a slow network. */
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(10);

    /** What stops a running task first, or packs a zip. */
    private static final Duration LONG_TIMEOUT = TIMEOUT.multipliedBy(4);

    /** The server answers when the change is journaled, at the latest when the run is over. */
    private static final Duration EDIT_TIMEOUT = Duration.ofHours(1);

    /** A program may have to install its packages first. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final HttpCalls calls;

    /** @param server its address, possibly with a path prefix, and with a user and a password, which are shown to nobody */
    public MgxClient(URI server) {
        calls = new HttpCalls(server);
    }

    /** A server's address as it may be shown: without a user. */
    public static String shown(URI server) {
        String user = server.getRawUserInfo();
        String address = user == null ? server.toString() : server.toString().replaceFirst("//[^/@]*@", "//");
        return address.replaceAll("/+$", "");
    }

    /** The server's address, without a user. */
    public String server() {
        return calls.server();
    }

    /**
     * Makes a task.
     *
     * @param task its {@code input_prompt}, and perhaps {@code title}, {@code options}, {@code metadata} and {@code run}
     */
    public MgxTask create(Map<String, ? extends @Nullable Object> task) throws InterruptedException {
        return new MgxTask(postKeyed("/api/tasks", task, TIMEOUT));
    }

    /** A task. */
    public MgxTask task(String id) throws InterruptedException {
        return new MgxTask(get(path(id)));
    }

    /** The state of a task. */
    public MgxState state(String id) throws InterruptedException {
        return new MgxState(get(path(id) + "/state"));
    }

    /** The IDs of the tasks that are queued or running. */
    public List<String> active() throws InterruptedException {
        return list(get("/api/tasks/active"), id -> id.asString(""));
    }

    /**
     * Runs a task.
     *
     * @param how perhaps {@code resume}, {@code from} and {@code options}
     */
    public MgxAnswer run(String id, Map<String, ? extends @Nullable Object> how) throws InterruptedException {
        return new MgxAnswer(postKeyed(path(id) + "/run", how, TIMEOUT));
    }

    /** Tells the team of a task something: joins the run, or starts one on a finished task. */
    public MgxAnswer say(String id, String content) throws InterruptedException {
        return new MgxAnswer(postKeyed(path(id) + "/messages", Map.of("content", content), TIMEOUT));
    }

    /**
     * Answers a request for approval.
     *
     * @param answer {@code approved}, and perhaps {@code comment} and {@code checks}
     */
    public MgxAnswer approve(String id, Map<String, ? extends @Nullable Object> answer) throws InterruptedException {
        return new MgxAnswer(postKeyed(path(id) + "/approval", answer, TIMEOUT));
    }

    /** Has one file of a finished task changed by an instruction; answers when it is changed. */
    public MgxAnswer edit(String id, String file, String instruction) throws InterruptedException {
        return new MgxAnswer(
                postKeyed(path(id) + "/edit", Map.of("file_path", file, "instruction", instruction), EDIT_TIMEOUT));
    }

    /** Stops a task, which is over when this returns. */
    public void stop(String id) throws InterruptedException {
        postKeyed(path(id) + "/stop", Map.of(), TIMEOUT);
    }

    /** Deletes a task; takes as long as a running one takes to be stopped. */
    public void delete(String id) throws InterruptedException {
        calls.send(calls.request(path(id)).DELETE(), LONG_TIMEOUT);
    }

    /** Starts the program of a finished task that listens. */
    public ListeningProgram startService(String id) throws InterruptedException {
        return new ListeningProgram(postKeyed(path(id) + "/services/app/start", Map.of(), START_TIMEOUT)
                .path(0));
    }

    /** What the run of each agent took and cost: {@code Metrics}. */
    public JsonNode metrics(String id) throws InterruptedException {
        return get(path(id) + "/metrics");
    }

    /** The files of a task's latest run. */
    public List<MgxFile> files(String id) throws InterruptedException {
        return list(get("/api/artifacts/" + segment(id)).path("files"), MgxFile::new);
    }

    /** The versions of a file, oldest first. */
    public List<MgxFileVersion> versions(String id, String file) throws InterruptedException {
        return list(get(path(id, file) + "/versions").path("versions"), MgxFileVersion::new);
    }

    /**
     * The content of a version of a file.
     *
     * @param version 0 for the latest
     */
    public String content(String id, String file, int version) throws InterruptedException {
        return get(path(id, file) + (version == 0 ? "" : "?version=" + version))
                .path("content")
                .asString("");
    }

    /** The files of a task's latest run as a zip. */
    public byte[] download(String id) throws InterruptedException {
        return calls.send(calls.request(path(id) + "/download").GET(), LONG_TIMEOUT)
                .body();
    }

    /**
     * Gives a task made with {@code options.source} "upload" the project that it is about, before its first run.
     *
     * @param commit its commit, 40 hexadecimal digits
     * @param zip its files by their paths
     */
    public JsonNode upload(String id, String commit, byte[] zip) throws InterruptedException {
        HttpRequest.Builder request = calls.request(path(id) + "/source?commit=" + segment(commit))
                .header("Content-Type", "application/zip")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(zip));
        return calls.tree(calls.sendKeyed(request, UPLOAD_TIMEOUT));
    }

    /** What the latest run's files have that the task's source has not, file by file with both sides. */
    public JsonNode changes(String id) throws InterruptedException {
        return calls.tree(calls.send(calls.request(path(id) + "/changes").GET(), LONG_TIMEOUT));
    }

    /** The same as a patch that {@code git apply} takes. */
    public byte[] patch(String id) throws InterruptedException {
        return calls.send(calls.request(path(id) + "/patch").GET(), LONG_TIMEOUT)
                .body();
    }

    /** The task's work as a chain of commits on top of its source, the same however often it is asked for. */
    public JsonNode commits(String id) throws InterruptedException {
        return calls.tree(calls.send(calls.request(path(id) + "/commits").GET(), LONG_TIMEOUT));
    }

    /** The events that a task has so far. */
    public RecordedEvents events(String id) {
        return new RecordedEvents(this, id);
    }

    /**
     * Watches a task from an event on; {@link Watch#untilOver} does it.
     *
     * @param sinceEventId only later events are passed to the listener; 0 for all
     */
    public Watch watch(String id, long sinceEventId, WatchListener listener) {
        return watch(id, sinceEventId, listener, WatchTimeouts.DEFAULT);
    }

    /** The same with timeouts of one's own. */
    public Watch watch(String id, long sinceEventId, WatchListener listener, WatchTimeouts timeouts) {
        return new Watch(this, id, sinceEventId, listener, timeouts);
    }

    /** Any other path of {@code openapi.yaml}, with its query. */
    public JsonNode get(String path) throws InterruptedException {
        return calls.tree(calls.send(calls.request(path).GET(), TIMEOUT));
    }

    private static <T> List<T> list(JsonNode items, Function<JsonNode, T> each) {
        return items.valueStream().map(each).toList();
    }

    private JsonNode postKeyed(String path, Map<String, ? extends @Nullable Object> body, Duration timeout)
            throws InterruptedException {
        HttpRequest.Builder request = calls.request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)));
        return calls.tree(calls.sendKeyed(request, timeout));
    }

    /** Opens a WebSocket that delivers the events after {@code sinceEventId}. */
    CompletableFuture<WebSocket> open(String id, long sinceEventId, Duration timeout, WebSocket.Listener listener) {
        String query = "?version=2&start=false&since_event_id=" + sinceEventId;
        return calls.open("/ws/tasks/" + segment(id) + query, timeout, listener);
    }

    private static String path(String id) {
        return "/api/tasks/" + segment(id);
    }

    private static String path(String id, String file) {
        String segments =
                Arrays.stream(file.split("/", -1)).map(MgxClient::segment).collect(Collectors.joining("/"));
        return "/api/artifacts/%s/%s".formatted(segment(id), segments);
    }

    /** Percent-encodes a segment of a path, or a value of a query. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        calls.close();
    }
}
