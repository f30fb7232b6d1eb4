package dev.mgx.server.ws;

import dev.mgx.json.Json;
import dev.mgx.server.Served;
import dev.mgx.server.http.MessageSchemas;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client that behaves like a browser: it answers pings, and records what it receives. */
public final class TestWatcher implements WebSocket.Listener {
    private final List<Map<String, @Nullable Object>> messages = new ArrayList<>();
    private final List<String> flaws = new ArrayList<>(); // of messages that are not as they are described
    private final StringBuilder part = new StringBuilder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable WebSocket socket;
    private volatile int code;
    private volatile String reason = "";

    private TestWatcher() {}

    /**
     * Connects to a task.
     *
     * @param query including its question mark, or empty
     */
    public static TestWatcher connect(Served served, String taskId, String query) throws Exception {
        return connect(served.port(), taskId, query);
    }

    /**
     * Connects to a task through a port.
     *
     * @param port the server's, or that of a proxy
     */
    public static TestWatcher connect(int port, String taskId, String query) throws Exception {
        return open(port, taskId, query + (query.isEmpty() ? "?" : "&") + "version=2");
    }

    /** A client of the first engine, which sends no version. */
    static TestWatcher ofFirstEngine(Served served, String taskId, String query) throws Exception {
        return open(served.port(), taskId, query);
    }

    private static TestWatcher open(int port, String taskId, String query) throws Exception {
        TestWatcher watcher = new TestWatcher();
        URI uri = URI.create("ws://127.0.0.1:" + port + "/ws/tasks/" + taskId + query);
        watcher.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, watcher)
                .get(10, TimeUnit.SECONDS);
        return watcher;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(Json.readMap(part.toString()));
            JsonNode message = Json.readTree(part.toString());
            if (!message.path("type").asString("").equals("event")) { // whose payload is the test's
                flaws.addAll(MessageSchemas.PUBLISHED.flaws("tell", message));
            }
            part.setLength(0);
            notifyAll();
        }
        from.request(1);
        return null;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int status, String why) {
        code = status;
        reason = why;
        closed.countDown();
        notifyAll();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        reason = error.toString();
        closed.countDown();
    }

    void send(String text) throws Exception {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.sendText(text, true).get(10, TimeUnit.SECONDS);
    }

    public void abort() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    /** Waits for the close and returns all messages. */
    public List<Map<String, @Nullable Object>> awaitClose() throws InterruptedException {
        if (!closed.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("still open after " + messages());
        }
        return messages();
    }

    /** Waits for this many messages of a type. */
    public Map<String, @Nullable Object> await(String type, int count) throws InterruptedException {
        await(() -> of(type).size() >= count, count + " of " + type);
        return of(type).get(count - 1);
    }

    /**
     * Waits for a state that has a value at a place.
     *
     * @param pointer such as {@code /waiting_for/what}
     */
    void awaitState(String pointer, Object value) throws InterruptedException {
        await(
                () -> of("state").stream()
                        .anyMatch(state -> Json.readTree(Json.write(state))
                                .at(pointer)
                                .asString("")
                                .equals(value.toString())),
                "state with " + value + " at " + pointer);
    }

    private synchronized void await(BooleanSupplier arrived, String what) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!arrived.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("no " + what + " in " + messages);
            }
            wait(left);
        }
    }

    synchronized List<Map<String, @Nullable Object>> messages() {
        if (!flaws.isEmpty()) {
            throw new AssertionError(flaws);
        }
        return List.copyOf(messages);
    }

    List<String> types() {
        return messages().stream()
                .map(message -> String.valueOf(message.get("type")))
                .toList();
    }

    /** The data of the messages of a type. */
    @SuppressWarnings("unchecked")
    synchronized List<Map<String, @Nullable Object>> of(String type) {
        return messages.stream()
                .filter(message -> type.equals(message.get("type")))
                .map(message -> (Map<String, @Nullable Object>) message.get("data"))
                .toList();
    }

    List<Integer> eventIds() {
        return of("event").stream()
                .map(event -> (Integer) event.get("event_id"))
                .toList();
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
