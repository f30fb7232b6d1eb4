package dev.mgx.server.ws;

import io.vertx.core.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends a task's terminal state to a watcher: at once, or with a delay after the client has read the last event,
 * because pages of the first engine stop reading at this state. Used on the watcher's event loop only.
 */
final class LastState {
    private final WebSocketChannel channel;
    private final Context context;
    private final Duration delay;
    private @Nullable String waiting;
    private @Nullable Long timer;

    LastState(WebSocketChannel channel, Context context, Duration delay) {
        this.channel = channel;
        this.context = context;
        this.delay = delay;
    }

    /** Sends the state now or later; {@code sent} is called when it has been handed to the channel. */
    void take(String stateJson, boolean atOnce, Runnable sent) {
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

    /** Sends the state if it is still waiting. */
    void send(Runnable sent) {
        if (waiting != null) {
            channel.state(waiting);
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
