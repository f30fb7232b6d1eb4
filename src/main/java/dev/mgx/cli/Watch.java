package dev.mgx.cli;

import dev.mgx.json.Json;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Watches a task to its end over the WebSocket, coming back with the last event_id after a break. */
final class Watch {
    /** How often a connection is tried again before the server is given up. */
    private static final int MAX_TRIES = 20;

    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

    private final Api api;
    private final String taskId;
    private final Consumer<JsonNode> onEvent;
    private long lastEventId;
    private @Nullable JsonNode lastState;

    Watch(Api api, String taskId, Consumer<JsonNode> onEvent) {
        this.api = api;
        this.taskId = taskId;
        this.onEvent = onEvent;
    }

    /** Blocks until the task is over; answers its last state. */
    JsonNode untilOver() throws InterruptedException {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            long before = lastEventId;
            boolean over = connect();
            JsonNode state = lastState;
            if (over && state != null) {
                return state;
            }
            if (lastEventId > before) {
                tries = 0;
            }
            Thread.sleep(RETRY_INTERVAL);
        }
        throw new ServerUnreachable("The connection to the server was lost; task %s may still be running".formatted(taskId), null);
    }

    /** What the connection said last: a message, or, when it is closed, its code. */
    private sealed interface Signal {
        record Message(String json) implements Signal {}

        record Closed(int code) implements Signal {}
    }

    private boolean connect() throws InterruptedException {
        BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
        WebSocket socket;
        try {
            socket = api.http()
                    .newWebSocketBuilder()
                    .buildAsync(api.webSocket(taskId, lastEventId), new Receiver(signals))
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
        try {
            while (true) {
                switch (signals.take()) {
                    case Signal.Message(String json) -> take(Json.readTree(json));
                    case Signal.Closed(int code) -> {
                        return code == WebSocket.NORMAL_CLOSURE;
                    }
                }
            }
        } finally {
            socket.abort();
        }
    }

    private void take(JsonNode message) {
        JsonNode data = message.path("data");
        switch (message.path("type").asString("")) {
            case "event" -> {
                lastEventId = data.path("event_id").asLong(lastEventId);
                onEvent.accept(data);
            }
            case "state" -> lastState = data;
            default -> {}
        }
    }

    private static final class Receiver implements WebSocket.Listener {
        private final BlockingQueue<Signal> signals;
        private final StringBuilder text = new StringBuilder();

        Receiver(BlockingQueue<Signal> signals) {
            this.signals = signals;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            text.append(piece);
            if (last) {
                signals.add(new Signal.Message(text.toString()));
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            signals.add(new Signal.Closed(code));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            signals.add(new Signal.Closed(-1));
        }
    }
}
