package dev.mgx.server.ws;

import dev.mgx.engine.EngineRefusal;
import dev.mgx.engine.QueueFull;
import dev.mgx.engine.ShuttingDown;
import dev.mgx.engine.SourceMissing;
import dev.mgx.engine.TaskNotFound;
import dev.mgx.server.api.RunStarts;
import dev.mgx.server.http.ClientVersion;
import dev.mgx.server.http.ExceptionMapper;
import dev.mgx.server.http.Offload;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Route;
import dev.mgx.server.http.Text;
import dev.mgx.server.http.Values;
import dev.mgx.server.http.WebSocketUpgrade;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.stream.Cursor;
import dev.mgx.stream.Streams;
import dev.mgx.time.MonotonicClock;
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

/** Accepts WebSocket connections and tracks the open sessions. Thread-safe. */
public final class WebSocketEndpoint implements WebSocketUpgrade {
    /** The WebSocket route; without an upgrade it answers 426. */
    public static final Route ROUTE = Route.of("GET", "/ws/tasks/{id}", request -> {
        throw new ProblemException(
                Problem.of(ProblemType.NOT_A_WEBSOCKET, "This path is a WebSocket endpoint; " + THROUGH_PROXIES),
                Map.of("Upgrade", "websocket"));
    });

    private final Vertx vertx;
    private final WebSocketLimits limits;
    private final MonotonicClock monotonic;
    private final Streams streams;
    private final RunStarts starts;
    private final Offload offload;
    private final Ticks ticks;
    private final Set<WebSocketSession> sessions = new HashSet<>();
    private boolean closed;

    public WebSocketEndpoint(
            Vertx vertx,
            WebSocketLimits limits,
            MonotonicClock monotonic,
            Streams streams,
            RunStarts starts,
            Offload offload) {
        this.vertx = vertx;
        this.limits = limits;
        this.monotonic = monotonic;
        this.streams = streams;
        this.starts = starts;
        this.offload = offload;
        ticks = new Ticks(vertx, limits.tick());
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    /** Opens a session for a request with an allowed origin, a valid handshake and a valid query. On its event loop. */
    @Override
    public void open(HttpServerRequest http, Request request) {
        Values query = request.query();
        WatchRequest watch = new WatchRequest(
                request.taskId(),
                request.client(),
                query.whole("since_event_id"),
                query.flag("start"),
                ClientVersion.of(query));
        Context context = vertx.getOrCreateContext();
        http.toWebSocket().onSuccess(socket -> {
            try {
                accepted(socket, watch, context);
            } catch (RuntimeException | Error e) {
                socket.close(CloseCode.FAILURE.number());
                throw e;
            }
        });
    }

    private void accepted(ServerWebSocket socket, WatchRequest watch, Context context) {
        if (WebSocketChannel.isGone(socket)) {
            return;
        }
        WebSocketSession session = new WebSocketSession(watch, socket, limits, monotonic, context, this::remove);
        ticks.add(session);
        if (!add(session)) {
            session.goAway();
            return;
        }
        Commands commands = new Commands(watch.taskId(), starts.engine(), offload, context, session::complain);
        offload.run(
                context,
                () -> cursor(watch, session),
                found -> found.ifPresentOrElse(
                        opened -> {
                            session.begin(opened.cursor(), offload, commands);
                            opened.notStarted().ifPresent(session::complain);
                        },
                        () -> session.fail(
                                Problem.of(ProblemType.TASK_NOT_FOUND, "Task %s not found".formatted(watch.name())),
                                CloseCode.POLICY)),
                failure -> fail(session, failure));
    }

    /**
     * A watch that can begin.
     *
     * @param notStarted why the task was not started; it can be watched all the same
     */
    private record Opened(Cursor cursor, Optional<Problem> notStarted) {}

    /** Opens the cursor before starting the task, so that the cursor sees TASK_START. Blocks. */
    private Optional<Opened> cursor(WatchRequest watch, WebSocketSession session) {
        if (!Text.isId(watch.taskId())) {
            return Optional.empty();
        }
        Optional<Cursor> cursor = streams.open(
                watch.taskId(), watch.sinceEventId(), watch.version().without(), session.eventLoop(), session::wake);
        if (cursor.isPresent() && watch.start()) {
            try {
                starts.startIfNew(watch.taskId());
            } catch (SourceMissing e) {
                return Optional.of(new Opened(cursor.get(), Optional.of(problem(e))));
            } catch (RuntimeException e) {
                cursor.get().close();
                throw e;
            }
        }
        return cursor.map(opened -> new Opened(opened, Optional.empty()));
    }

    private static void fail(WebSocketSession session, Throwable failure) {
        switch (failure) {
            case QueueFull full -> session.fail(problem(full), CloseCode.TRY_LATER);
            case TaskNotFound unknown -> session.fail(problem(unknown), CloseCode.POLICY);
            case ShuttingDown closing -> session.goAway();
            case RejectedExecutionException closed -> session.goAway();
            default -> session.failed(failure);
        }
    }

    private static Problem problem(EngineRefusal refusal) {
        return ExceptionMapper.problem(refusal).orElseGet(ExceptionMapper::internal);
    }

    private synchronized boolean add(WebSocketSession session) {
        sessions.add(session);
        return !closed;
    }

    private void remove(WebSocketSession session) {
        ticks.remove(session);
        forget(session);
    }

    private synchronized void forget(WebSocketSession session) {
        sessions.remove(session);
        notifyAll();
    }

    public synchronized int sessionCount() {
        return sessions.size();
    }

    /** Closes every WebSocket with 1001 and waits until they are gone, at most the close timeout and a second. */
    public synchronized void close() throws InterruptedException {
        closed = true;
        sessions.forEach(WebSocketSession::goAway);
        long end =
                System.nanoTime() + limits.close().plus(Duration.ofSeconds(1)).toNanos();
        while (!sessions.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return; // the rest is closed with the server
            }
            wait(left);
        }
    }
}
