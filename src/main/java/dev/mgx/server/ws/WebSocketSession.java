package dev.mgx.server.ws;

import dev.mgx.json.Json;
import dev.mgx.server.http.ClientVersion;
import dev.mgx.server.http.ExceptionMapper;
import dev.mgx.server.http.Offload;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.stream.Cursor;
import dev.mgx.task.TaskState;
import dev.mgx.time.MonotonicClock;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watcher's WebSocket, from the handshake to the end of its connection. Used on its event loop only, except for
 * {@link #goAway}.
 */
final class WebSocketSession implements Pump.Owner, FrameFilter.Listener {
    private static final Logger log = LoggerFactory.getLogger(WebSocketSession.class);

    /** How many client messages may wait until the cursor is open. */
    private static final int MAX_EARLY = 16;

    private final String taskId;
    private final ClientVersion version;
    private final ServerWebSocket socket;
    private final WebSocketLimits limits;
    private final Context context;
    private final WebSocketChannel channel;
    private final Liveness liveness;
    private final MessageAssembler assembler;
    private final LastState lastState;
    /** Messages received before the greeting was sent; handled after it. */
    private final List<MessageAssembler.Result> early = new ArrayList<>();

    private final Consumer<WebSocketSession> onClosed;
    private @Nullable Pump pump;
    private @Nullable Commands commands;
    private @Nullable Long deadline;
    private int code = 1006;
    private String closeReason = "the client went away";
    private boolean finishing;
    private boolean closing;
    private boolean closed;

    /** @param onClosed is called once, when the connection is gone */
    WebSocketSession(
            WatchRequest request,
            ServerWebSocket socket,
            WebSocketLimits limits,
            MonotonicClock monotonic,
            Context context,
            Consumer<WebSocketSession> onClosed) {
        taskId = request.name();
        version = request.version();
        this.socket = socket;
        this.limits = limits;
        this.context = context;
        this.onClosed = onClosed;
        channel = WebSocketChannel.of(socket, this, this::onRoom);
        liveness = new Liveness(limits, channel, monotonic);
        assembler = new MessageAssembler(limits.maxMessageBytes());
        lastState = new LastState(channel, context, limits.lastState());
        socket.frameHandler(this::frame);
        socket.exceptionHandler(
                broken -> log.debug("Task {}: a watcher's connection failed: {}", taskId, broken.toString()));
        socket.closeHandler(gone -> closed());
        log.info("Task {}: watcher connected from {}", taskId, request.client());
    }

    /** Where {@link #wake} is called. */
    Executor eventLoop() {
        return channel.eventLoop();
    }

    /** There may be new events. */
    void wake() {
        context.runOnContext(nothing -> {
            if (pump != null) {
                pump.go();
            }
        });
    }

    /** Starts delivery. The session owns the cursor from here on. */
    void begin(Cursor cursor, Offload offload, Commands commands) {
        Pump started = new Pump(cursor, channel, context, offload, this);
        if (closing || closed) {
            started.close(); // the client left while the cursor was being opened
            return;
        }
        pump = started;
        this.commands = commands;
        TaskState state = cursor.stateAtOpening();
        Map<String, Object> greeting = new LinkedHashMap<>();
        greeting.put("task_id", taskId);
        greeting.put("message", "Connected to task " + taskId);
        greeting.put("last_event_id", state.lastEventId());
        channel.message("connected", Json.write(greeting));
        if (!state.status().terminal()) {
            channel.message("state", Json.write(state));
        }
        early.stream().limit(MAX_EARLY).forEach(this::take);
        if (early.size() > MAX_EARLY) {
            complain(Problem.of(
                    ProblemType.TOO_MANY_MESSAGES,
                    "Too many messages at once; only the first %d were taken".formatted(MAX_EARLY)));
        }
        early.clear();
        started.go();
    }

    @Override
    public void over(JournalHead head) {
        log.info("Task {}: everything delivered to a watcher", taskId);
        lastState.take(head.stateJson(), version == ClientVersion.SECOND || delivered() == 0, this::finish);
    }

    /** Everything was sent; the session closes once the client has read the last byte. */
    private void finish() {
        finishing = true;
        onRoom();
    }

    @Override
    public void deleted() {
        fail(Problem.of(ProblemType.TASK_DELETED, "Task %s was deleted".formatted(taskId)), CloseCode.POLICY);
    }

    @Override
    public void failed(Throwable thrown) {
        log.error("Task {}: a watcher cannot be served", taskId, thrown);
        fail(ExceptionMapper.internal(), CloseCode.FAILURE);
    }

    /** Sends an error and closes the connection. */
    void fail(Problem problem, CloseCode code) {
        if (!closing && !closed) {
            channel.message("error", Commands.complaint(problem));
            channel.flush();
            close(code, problem.detail());
        }
    }

    /** Sends an error and keeps the connection open. Sends nothing to a client that does not read. */
    void complain(Problem problem) {
        if (!closing && !closed && !finishing && channel.hasRoom()) {
            channel.message("error", Commands.complaint(problem));
            channel.flush();
        }
    }

    /** Closes because the server is shutting down. Called from any thread. */
    void goAway() {
        context.runOnContext(nothing -> {
            lastState.send(this::finish); // no more waiting for its delay
            close(CloseCode.GOING_AWAY, "Server shutting down");
        });
    }

    private void onRoom() {
        if (finishing) {
            if (channel.isEmpty()) {
                close(CloseCode.NORMAL, "Task completed");
            }
        } else if (lastState.isWaiting()) {
            lastState.onRoom(this::finish);
        } else if (pump != null) {
            pump.go();
        }
    }

    /** Checks that the client is there and reads. */
    void tick() {
        if (closing) {
            return;
        }
        switch (liveness.check()) {
            case ALIVE -> sendAliveIfSilent();
            case PING -> {
                channel.ping();
                sendAliveIfSilent();
            }
            case IDLE ->
                close(
                        CloseCode.GOING_AWAY,
                        "Nothing was received for " + limits.idle().toSeconds() + " seconds");
            case STALLED ->
                close(
                        CloseCode.TRY_LATER,
                        "Nothing was taken for " + limits.send().toSeconds() + " seconds");
        }
    }

    private void sendAliveIfSilent() {
        if (version == ClientVersion.SECOND && commands != null && liveness.silent()) {
            channel.message("alive", "{}");
            channel.flush();
        }
    }

    @Override
    public void received() {
        liveness.heard();
    }

    @Override
    public void corrupted(CorruptedWebSocketFrameException wrong) {
        if (closing) {
            channel.end(false); // an answer that cannot be read is one too
        } else if (!closed) {
            stopSending(wrong.closeStatus().code(), String.valueOf(wrong.getMessage()));
            channel.failed(wrong);
        }
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    private void frame(WebSocketFrame frame) {
        if (frame.isClose()) {
            // The library answers it and closes; if the answer cannot be sent, the close timeout ends the connection.
            if (!closing) {
                stopSending(frame.closeStatusCode(), "the client closed");
            }
        } else if (!closing && (frame.isText() || frame.isBinary() || frame.isContinuation())) {
            data(frame);
        }
    }

    private void data(WebSocketFrame frame) {
        MessageAssembler.Result result = assembler.add(frame);
        boolean whole =
                result instanceof MessageAssembler.Result.Message || result instanceof MessageAssembler.Result.Binary;
        if (!whole || commands != null) {
            take(result);
        } else if (early.size() <= MAX_EARLY) {
            early.add(result);
        }
    }

    private void take(MessageAssembler.Result result) {
        switch (result) {
            case MessageAssembler.Result.Incomplete() -> {}
            case MessageAssembler.Result.Message(String text) ->
                Objects.requireNonNull(commands).take(text);
            case MessageAssembler.Result.Binary() ->
                complain(Problem.of(ProblemType.MESSAGE_NOT_TEXT, "A message must be text"));
            case MessageAssembler.Result.TooBig() ->
                close(CloseCode.TOO_BIG, "A message may have at most %d bytes".formatted(limits.maxMessageBytes()));
            case MessageAssembler.Result.NotUtf8() -> close(CloseCode.INVALID_DATA, "A message must be UTF-8");
        }
    }

    private void close(CloseCode with, String reason) {
        if (closing || closed) {
            return;
        }
        stopSending(with.number(), reason);
        socket.close(with.number(), reason.length() > 100 ? reason.substring(0, 100) : reason);
    }

    /** Sends nothing more and starts the close timeout. */
    private void stopSending(int closeCode, String reason) {
        closing = true;
        lastState.forget();
        code = closeCode;
        closeReason = reason;
        if (pump != null) {
            pump.close();
        }
        deadline = context.owner()
                .setTimer(limits.close().toMillis(), late -> channel.end(closeCode != CloseCode.NORMAL.number()));
    }

    private void closed() {
        closed = true;
        lastState.forget();
        if (deadline != null) {
            context.owner().cancelTimer(deadline);
        }
        if (pump != null) {
            pump.close();
        }
        log.info(
                "Task {}: watcher disconnected, {} events delivered, code {}: {}",
                taskId,
                delivered(),
                code,
                closeReason);
        onClosed.accept(this);
    }

    private long delivered() {
        return pump == null ? 0 : pump.delivered();
    }
}
