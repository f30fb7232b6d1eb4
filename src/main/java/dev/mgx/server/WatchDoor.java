package dev.mgx.server;

import dev.mgx.engine.Engine;
import dev.mgx.engine.QueueFull;
import dev.mgx.engine.ShuttingDown;
import dev.mgx.engine.TaskNotFound;
import dev.mgx.stream.Cursor;
import dev.mgx.stream.Streams;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Lets watchers in by WebSocket and knows those that are there. Thread-safe. */
final class WatchDoor {
    /** The path of the WebSockets; asked for without an upgrade it says what it is for. */
    static final Route ROUTE = Route.of("GET", "/ws/tasks/{id}", request -> {
        throw new Refused(Problem.of(426, "This path is a WebSocket endpoint"), Map.of("Upgrade", "websocket"));
    });

    private final Vertx vertx;
    private final ServerOptions options;
    private final Engine engine;
    private final Streams streams;
    private final RunStarts starts;
    private final Offload offload;
    private final Set<WatchSession> sessions = new HashSet<>();
    private boolean closed;

    WatchDoor(Vertx vertx, ServerOptions options, Engine engine, Streams streams, RunStarts starts, Offload offload) {
        this.vertx = vertx;
        this.options = options;
        this.engine = engine;
        this.streams = streams;
        this.starts = starts;
        this.offload = offload;
    }

    /** What a watcher asks for. */
    private record Wish(String taskId, long sinceEventId, boolean start, ClientVersion version) {}

    /** Lets a watcher in that has passed the gate, with a handshake and a query that are right. On its event loop. */
    void open(HttpServerRequest http, Request request) {
        Values query = request.query();
        Wish wish = new Wish(
                request.taskId(), query.whole("since_event_id"), query.flag("start"), ClientVersion.of(query));
        Context context = vertx.getOrCreateContext();
        http.toWebSocket().onSuccess(socket -> accepted(socket, wish, context));
    }

    private void accepted(ServerWebSocket socket, Wish wish, Context context) {
        if (Wire.isGone(socket)) {
            return;
        }
        WatchSession session = new WatchSession(wish.taskId(), wish.version(), socket, options, context, this::remove);
        if (!add(session)) {
            session.goAway();
            return;
        }
        Commands commands = new Commands(wish.taskId(), engine, offload, context, session::complain);
        offload.run(
                context,
                () -> cursor(wish, session),
                found -> found.ifPresentOrElse(
                        cursor -> session.begin(cursor, offload, commands),
                        () -> session.fail("Task %s not found".formatted(wish.taskId()), CloseCode.POLICY)),
                why -> refuse(session, why));
    }

    /** Opens the cursor before it starts the task, so that it sees the start. Blocks. */
    private Optional<Cursor> cursor(Wish wish, WatchSession session) {
        Optional<Cursor> cursor =
                streams.open(wish.taskId(), wish.sinceEventId(), wish.version().without(), session::wake);
        if (cursor.isPresent() && wish.start()) {
            try {
                starts.startIfNew(wish.taskId());
            } catch (RuntimeException e) {
                cursor.get().close();
                throw e;
            }
        }
        return cursor;
    }

    private static void refuse(WatchSession session, Throwable why) {
        switch (why) {
            case QueueFull full -> session.fail(String.valueOf(full.getMessage()), CloseCode.TRY_LATER);
            case TaskNotFound unknown -> session.fail(String.valueOf(unknown.getMessage()), CloseCode.POLICY);
            case ShuttingDown closing -> session.goAway();
            case RejectedExecutionException closed -> session.goAway();
            default -> session.failed(why);
        }
    }

    private synchronized boolean add(WatchSession session) {
        sessions.add(session);
        return !closed;
    }

    private synchronized void remove(WatchSession session) {
        sessions.remove(session);
        notifyAll();
    }

    synchronized int watchers() {
        return sessions.size();
    }

    /** Closes every WebSocket with 1001 and waits until they are gone, no longer than they may take to answer. */
    synchronized void close() throws InterruptedException {
        closed = true;
        sessions.forEach(WatchSession::goAway);
        long end = System.nanoTime()
                + options.webSocket().close().plus(Duration.ofSeconds(1)).toNanos();
        while (!sessions.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return; // the connections end with the server
            }
            wait(left);
        }
    }
}
