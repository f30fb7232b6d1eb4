package dev.mgx.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives from a WebSocket as a sequence of signals. Each is requested when the previous one was consumed, so that a
 * slow reader needs bounded memory. For one reading thread.
 */
final class WatchSocket implements WebSocket.Listener {
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<?> probe = CompletableFuture.completedFuture(null);

    /** A received message or control frame. */
    sealed interface Signal {
        record Message(String json) implements Signal {}

        /** A ping or a pong. */
        record Alive() implements Signal {}

        /** The connection was closed; {@link #BROKEN} without a close frame. */
        record Closed(int code) implements Signal {}

        int BROKEN = -1;
    }

    /** The next signal, or null after {@code timeout}. */
    @Nullable
    Signal next(Duration timeout) throws InterruptedException {
        return signals.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Sends a ping, which fails if the connection is closed. Necessary because the JDK misses a close that arrives
     * after a message was delivered and before the next one is requested; without a ping that looks like silence.
     */
    void probe(WebSocket socket) {
        if (probe.isDone()) {
            probe = socket.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, failure) -> {
                if (failure != null) {
                    signals.add(new Signal.Closed(Signal.BROKEN));
                }
            });
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        // Request one more than is being processed: the JDK does not notice a close while nothing is requested.
        socket.request(2);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
        text.append(piece);
        if (last) {
            signals.add(new Signal.Message(text.toString()));
            text.setLength(0);
        } else {
            socket.request(1);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
        return alive();
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
        return alive();
    }

    private @Nullable CompletionStage<?> alive() {
        signals.add(new Signal.Alive());
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        signals.add(new Signal.Closed(code));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        signals.add(new Signal.Closed(Signal.BROKEN));
    }
}
