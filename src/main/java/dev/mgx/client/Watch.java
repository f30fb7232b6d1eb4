package dev.mgx.client;

import dev.mgx.client.WatchSocket.Signal;
import dev.mgx.json.Json;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Watches a task to its end over the WebSocket, reconnecting with the last event_id. */
public final class Watch {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** The server's close codes (RFC 6455, 7.4.1) after which coming back is of no use; docs/api.md has all. */
    private static final int PROTOCOL_ERROR = 1002;

    private static final int NOT_UTF_8 = 1007;

    /** The task does not exist, or no longer. */
    private static final int POLICY_VIOLATION = 1008;

    private static final int UPGRADE_REQUIRED = 426;
    private static final int TOO_MANY_REQUESTS = 429;

    private final MgxClient api;
    private final String taskId;
    private final WatchListener listener;
    private final WatchTimeouts timeouts;
    private long lastEventId;
    private @Nullable MgxState lastState;
    private String lastError = "";

    /** @param sinceEventId only later events are passed to the listener */
    Watch(MgxClient api, String taskId, long sinceEventId, WatchListener listener, WatchTimeouts timeouts) {
        this.api = api;
        this.taskId = taskId;
        lastEventId = sinceEventId;
        this.listener = listener;
        this.timeouts = timeouts;
    }

    /**
     * Blocks until the task is over; returns its terminal state.
     *
     * @throws ServerRefused if the task does not exist or was deleted
     * @throws ServerUnreachable if the connection cannot be restored
     */
    public MgxState untilOver() throws InterruptedException {
        long connectedAt = System.nanoTime();
        boolean lost = false;
        while (true) {
            WatchSocket signals = new WatchSocket();
            WebSocket socket = connect(signals);
            if (socket != null) {
                if (lost) {
                    listener.reconnected();
                }
                long openedAt = System.nanoTime();
                MgxState last = follow(socket, signals);
                if (last != null) {
                    return last;
                }
                lost = false;
                // A connection that is closed right after it was opened does not count as restored.
                if (System.nanoTime() - openedAt > timeouts.retry().toNanos()) {
                    connectedAt = System.nanoTime();
                }
            }
            if (!lost) {
                listener.disconnected();
            }
            lost = true;
            giveUpAfter(connectedAt);
            Thread.sleep(timeouts.retry());
            listener.tick();
        }
    }

    private void giveUpAfter(long connectedAt) {
        if (System.nanoTime() - connectedAt > timeouts.giveUp().toNanos()) {
            throw new ServerUnreachable(
                    "The server at %s has been unreachable for %d s; task %s may still be running"
                            .formatted(api.server(), timeouts.giveUp().toSeconds(), taskId),
                    null);
        }
    }

    /** Connects; null if that fails for now. */
    private @Nullable WebSocket connect(WatchSocket signals) throws InterruptedException {
        try {
            return api.open(taskId, lastEventId, HANDSHAKE, signals).get(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                int status = refused.getResponse().statusCode();
                if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
                    String why = status == UPGRADE_REQUIRED
                            ? "a proxy must pass on the two headers Upgrade and Connection"
                            : "HTTP " + status;
                    throw new ServerRefused(
                            status, "The server at %s refused the connection (%s)".formatted(api.server(), why));
                }
            }
            return null;
        }
    }

    /** Passes messages to the listener until the connection ends; returns the terminal state if the task is over. */
    private @Nullable MgxState follow(WebSocket socket, WatchSocket signals) throws InterruptedException {
        long receivedAt = System.nanoTime();
        try {
            while (System.nanoTime() - receivedAt < timeouts.silence().toNanos()) {
                Signal signal = signals.next(TICK);
                if (signal != null) {
                    receivedAt = System.nanoTime();
                }
                switch (signal) {
                    case null -> {
                        signals.probe(socket);
                        listener.tick();
                    }
                    case Signal.Alive() -> socket.request(1);
                    case Signal.Message(String json) -> {
                        dispatch(Json.readTree(json));
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

    private @Nullable MgxState closed(int code) {
        return switch (code) {
            case WebSocket.NORMAL_CLOSURE -> lastState;
            case POLICY_VIOLATION ->
                throw new ServerRefused(404, lastError.isEmpty() ? "Task %s is gone".formatted(taskId) : lastError);
            case PROTOCOL_ERROR, NOT_UTF_8 ->
                throw new ServerRefused(
                        400, "The server at %s did not understand this client (%d)".formatted(api.server(), code));
            default -> null;
        };
    }

    private void dispatch(JsonNode message) {
        JsonNode data = message.path("data");
        switch (message.path("type").asString("")) {
            case "event" -> event(new MgxEvent(data));
            case "state" -> {
                MgxState state = new MgxState(data);
                lastState = state;
                listener.state(state);
            }
            case "error" -> lastError = data.path("message").asString("");
            default -> {}
        }
    }

    private void event(MgxEvent event) {
        long id = event.eventId();
        if (id > lastEventId) {
            lastEventId = id;
            listener.event(event);
        }
    }
}
