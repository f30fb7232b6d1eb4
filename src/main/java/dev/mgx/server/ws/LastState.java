package dev.mgx.server.ws;

import io.vertx.core.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task's last state on its way to a watcher: at once, or some time after the last event was taken, because pages of
 * the first engine stop reading at it. Holds nothing but its bytes meanwhile. Used on the watcher's event loop only.
 */
final class LastState {
    private final WebSocketChannel channel;
    private final Context context;
    private final Duration delay;
    private byte @Nullable [] waiting;
    private @Nullable Long timer;

    LastState(WebSocketChannel channel, Context context, Duration delay) {
        this.channel = channel;
        this.context = context;
        this.delay = delay;
    }

    /** Takes the state; {@code sent} is called once it is written to the channel, now or later. */
    void take(byte[] stateJson, boolean atOnce, Runnable sent) {
        waiting = stateJson;
        if (atOnce) {
            send(sent);
        } else {
            channel.flush();
            onRoom(sent);
        }
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** Starts the delay once the client has read everything before the state. */
    void onRoom(Runnable sent) {
        if (channel.isEmpty() && timer == null) {
            timer = context.owner().setTimer(delay.toMillis(), elapsed -> send(sent));
        }
    }

    /** Sends the state if it is waiting. */
    void send(Runnable sent) {
        byte[] state = waiting;
        if (state != null) {
            channel.state(state);
            channel.flush();
            forget();
            sent.run();
        }
    }

    /** Drops the state. */
    void forget() {
        waiting = null;
        if (timer != null) {
            context.owner().cancelTimer(timer);
        }
    }
}
