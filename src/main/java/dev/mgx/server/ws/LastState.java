package dev.mgx.server.ws;

import io.vertx.core.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A task's last state on its way to a watcher: at once, or some time after the last event was taken, because pages of
 * the first engine stop reading at it. Holds nothing but its bytes meanwhile. Used on the watcher's event loop only.
 */
final class LastState {
    private final WebSocketChannel wire;
    private final Context context;
    private final Duration delay;
    private byte @Nullable [] waiting;
    private @Nullable Long timer;

    LastState(WebSocketChannel wire, Context context, Duration delay) {
        this.wire = wire;
        this.context = context;
        this.delay = delay;
    }

    /** Takes it; {@code said} is called when it has been handed to the wire, later or right now. */
    void take(byte[] stateJson, boolean atOnce, Runnable said) {
        waiting = stateJson;
        if (atOnce) {
            say(said);
        } else {
            wire.flush();
            roomAgain(said);
        }
    }

    boolean isWaiting() {
        return waiting != null;
    }

    /** Begins to count the time, once everything before it was taken. */
    void roomAgain(Runnable said) {
        if (wire.isEmpty() && timer == null) {
            timer = context.owner().setTimer(delay.toMillis(), passed -> say(said));
        }
    }

    /** Says it, where it waits. */
    void say(Runnable said) {
        byte[] state = waiting;
        if (state != null) {
            wire.state(state);
            wire.flush();
            forget();
            said.run();
        }
    }

    /** It is not said any more. */
    void forget() {
        waiting = null;
        if (timer != null) {
            context.owner().cancelTimer(timer);
        }
    }
}
