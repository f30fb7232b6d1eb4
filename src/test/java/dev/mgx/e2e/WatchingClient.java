package dev.mgx.e2e;

import dev.mgx.json.Json;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A WebSocket client that records all messages in order. Thread-safe. */
public final class WatchingClient implements WebSocket.Listener {
    private static final long TIMEOUT_SECONDS = 30;

    private final Supplier<String> server;
    private final StringBuilder piece = new StringBuilder();
    private final List<JsonNode> messages = new ArrayList<>();
    private @Nullable WebSocket socket;
    private int closeCode;
    private String closeReason = "";
    private @Nullable Throwable broke;

    /** @param server gives the output of the server so far, for the message of a failure */
    WatchingClient(Supplier<String> server) {
        this.server = server;
    }

    void connected(WebSocket connected) {
        socket = connected;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        piece.append(text);
        if (last) {
            messages.add(Json.readTree(piece.toString()));
            piece.setLength(0);
            notifyAll();
        }
        from.request(1);
        return null;
    }

    @Override
    public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeCode = code;
        closeReason = reason;
        notifyAll();
        return null;
    }

    @Override
    public synchronized void onError(WebSocket from, Throwable error) {
        broke = error;
        notifyAll();
    }

    /** Waits for the close and returns its code. Fails if the connection breaks. */
    public synchronized int awaitClose() throws InterruptedException {
        await(() -> closeCode != 0, "the close");
        return closeCode;
    }

    public synchronized String closeReason() {
        return closeReason;
    }

    /** Waits for a matching event and returns it. */
    public synchronized JsonNode awaitEvent(Predicate<JsonNode> wanted) throws InterruptedException {
        await(() -> events().stream().anyMatch(wanted) || closeCode != 0, "an event");
        return events().stream().filter(wanted).findFirst().orElseThrow();
    }

    private void await(java.util.function.BooleanSupplier so, String what) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!so.getAsBoolean()) {
            if (broke != null) {
                throw new AssertionError(
                        "the connection broke before %s; the last of %d messages: %s; the output of the server:%n%s"
                                .formatted(what, messages.size(), last(), server.get()),
                        broke);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(
                        "no sign of %s; the last of %d messages: %s".formatted(what, messages.size(), last()));
            }
            wait(left);
        }
    }

    private String last() {
        return messages.isEmpty() ? "-" : messages.getLast().toString();
    }

    /** All messages so far. */
    public synchronized List<JsonNode> messages() {
        return List.copyOf(messages);
    }

    synchronized List<String> types() {
        return messages.stream().map(message -> message.path("type").asString()).toList();
    }

    public synchronized List<JsonNode> events() {
        return data("event");
    }

    synchronized List<JsonNode> states() {
        return data("state");
    }

    private List<JsonNode> data(String type) {
        return messages.stream()
                .filter(message -> message.path("type").asString().equals(type))
                .map(message -> message.path("data"))
                .toList();
    }

    void send(String text) throws Exception {
        WebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        open.sendText(text, true).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** Disconnects without a close frame. */
    void abort() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
