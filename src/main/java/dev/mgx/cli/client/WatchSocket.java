package dev.mgx.cli.client;

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
 * What comes over one WebSocket, one signal after the other. The next is asked for when the one before it was
 * taken, so that a slow reader fills no memory. Made for one reading thread.
 */
final class WatchSocket implements WebSocket.Listener {
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private CompletableFuture<?> probe = CompletableFuture.completedFuture(null);

    /** Something that the connection said. */
    sealed interface Signal {
        record Message(String json) implements Signal {}

        /** A ping or a pong: it is alive. */
        record Sign() implements Signal {}

        /** It is over; without a close of its own it is {@link #BROKEN}. */
        record Closed(int code) implements Signal {}

        int BROKEN = -1;
    }

    /** The next signal, or null when there is none within {@code patience}. */
    @Nullable
    Signal next(Duration patience) throws InterruptedException {
        return signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Asks for a sign of life: a ping that cannot be sent breaks the connection. The JDK loses the end of a connection
     * that comes after a message was told and before its transport is asked for the next one; without a word of our
     * own that is a silence.
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
        // One more than is being told: the JDK does not notice the end of a connection that comes while nothing is
        // asked for.
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
        return sign();
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
        return sign();
    }

    private @Nullable CompletionStage<?> sign() {
        signals.add(new Signal.Sign());
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
