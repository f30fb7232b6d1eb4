package dev.mgx.cli.client;

import dev.mgx.cli.client.WatchSocket.Signal;
import dev.mgx.json.Json;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Watches a task to its end over the WebSocket, coming back with the last event_id after a break. */
public final class Watch {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** The server closes with it when there is nothing to come back for (RFC 6455, 7.4.1). */
    private static final int POLICY_VIOLATION = 1008;

    private static final int TOO_MANY_REQUESTS = 429;

    private final Api api;
    private final String taskId;
    private final WatchListener listener;
    private final Patience patience;
    private long lastEventId;
    private @Nullable JsonNode lastState;
    private String lastComplaint = "";

    /** @param sinceEventId only what comes after this event is told */
    public Watch(Api api, String taskId, long sinceEventId, WatchListener listener, Patience patience) {
        this.api = api;
        this.taskId = taskId;
        lastEventId = sinceEventId;
        this.listener = listener;
        this.patience = patience;
    }

    /**
     * Blocks until the task is over; answers its last state.
     *
     * @throws ServerRefused when there is no such task, or no longer
     * @throws ServerUnreachable when the connection does not come back
     */
    public JsonNode untilOver() throws InterruptedException {
        long lastGood = System.nanoTime();
        boolean lost = false;
        while (true) {
            WatchSocket signals = new WatchSocket();
            WebSocket socket = connect(signals);
            if (socket != null) {
                if (lost) {
                    listener.found();
                }
                long openedAt = System.nanoTime();
                JsonNode last = follow(socket, signals);
                if (last != null) {
                    return last;
                }
                lost = false;
                // One that is let in and thrown out at once is not back.
                if (System.nanoTime() - openedAt > patience.retry().toNanos()) {
                    lastGood = System.nanoTime();
                }
            }
            if (!lost) {
                listener.lost();
            }
            lost = true;
            giveUpAfter(lastGood);
            Thread.sleep(patience.retry());
            listener.tick();
        }
    }

    private void giveUpAfter(long lastGood) {
        if (System.nanoTime() - lastGood > patience.giveUp().toNanos()) {
            throw new ServerUnreachable(
                    "The server at %s has been unreachable for %d s; task %s may still be running"
                            .formatted(api.server(), patience.giveUp().toSeconds(), taskId),
                    null);
        }
    }

    /** The connection, or null when there is none now. */
    private @Nullable WebSocket connect(WatchSocket signals) throws InterruptedException {
        try {
            return api.http()
                    .newWebSocketBuilder()
                    .connectTimeout(HANDSHAKE)
                    .buildAsync(api.webSocket(taskId, lastEventId), signals)
                    .get(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                int status = refused.getResponse().statusCode();
                if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
                    throw new ServerRefused(
                            status,
                            "The server at %s refused the connection (HTTP %d)".formatted(api.server(), status));
                }
            }
            return null;
        }
    }

    /** Tells what comes until the connection ends; answers the last state when the task is over. */
    private @Nullable JsonNode follow(WebSocket socket, WatchSocket signals) throws InterruptedException {
        long heardAt = System.nanoTime();
        try {
            while (System.nanoTime() - heardAt < patience.silence().toNanos()) {
                Signal signal = signals.next(TICK);
                if (signal != null) {
                    heardAt = System.nanoTime();
                }
                switch (signal) {
                    case null -> {
                        signals.probe(socket);
                        listener.tick();
                    }
                    case Signal.Sign() -> socket.request(1);
                    case Signal.Message(String json) -> {
                        take(Json.readTree(json));
                        socket.request(1);
                    }
                    case Signal.Closed(int code) -> {
                        return closed(code);
                    }
                }
            }
            return null;
        } finally {
            socket.abort();
        }
    }

    private @Nullable JsonNode closed(int code) {
        return switch (code) {
            case WebSocket.NORMAL_CLOSURE -> lastState;
            case POLICY_VIOLATION ->
                throw new ServerRefused(
                        404, lastComplaint.isEmpty() ? "Task %s is gone".formatted(taskId) : lastComplaint);
            default -> null;
        };
    }

    private void take(JsonNode message) {
        JsonNode data = message.path("data");
        switch (message.path("type").asString("")) {
            case "event" -> {
                lastEventId = data.path("event_id").asLong(lastEventId);
                listener.event(data);
            }
            case "state" -> {
                lastState = data;
                listener.state(data);
            }
            case "error" -> lastComplaint = data.path("message").asString("");
            default -> {}
        }
    }
}
