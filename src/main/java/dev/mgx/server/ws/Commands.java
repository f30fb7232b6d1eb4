package dev.mgx.server.ws;

import dev.mgx.engine.Engine;
import dev.mgx.json.Json;
import dev.mgx.server.api.RequestBodies;
import dev.mgx.server.http.Description;
import dev.mgx.server.http.ExceptionMapper;
import dev.mgx.server.http.Offload;
import dev.mgx.server.http.Operation;
import dev.mgx.server.http.Schema;
import dev.mgx.server.http.Values;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes a client's WebSocket messages one after another, in order. Used on one event loop only. */
final class Commands {
    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    /** How many messages may wait for the one in progress. */
    private static final int MAX_WAITING = 16;

    private static final Schema MESSAGE = Description.API.schema("ClientMessage");
    private static final Schema NO_FIELDS = Description.API.schema("NoFields");
    private static final Schema CONTENT = Description.API.schema("Content");
    private static final Schema APPROVAL = Description.API.schema("Approval");

    private final String taskId;
    private final Engine engine;
    private final Offload offload;
    private final Context context;
    private final Consumer<Problem> complain;
    private final Deque<Callable<Boolean>> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param complain receives a problem for each message that was not executed */
    Commands(String taskId, Engine engine, Offload offload, Context context, Consumer<Problem> complain) {
        this.taskId = taskId;
        this.engine = engine;
        this.offload = offload;
        this.context = context;
        this.complain = complain;
    }

    /** Handles a client's message. */
    void take(String json) {
        try {
            Callable<Boolean> command = parse(json);
            if (waiting.size() >= MAX_WAITING) {
                complain.accept(
                        Problem.of(ProblemType.TOO_MANY_MESSAGES, "Too many messages at once; this one was not taken"));
                return;
            }
            waiting.add(command);
            next();
        } catch (ProblemException e) {
            complain.accept(e.problem());
        }
    }

    private Callable<Boolean> parse(String json) {
        Values message = Operation.body(json, MESSAGE);
        Values data = message.object("data");
        String type = message.requiredText("type");
        return switch (type) {
            case "stop" -> {
                data.require(NO_FIELDS, "data");
                yield () -> {
                    engine.stop(taskId);
                    return true;
                };
            }
            case "message" -> {
                data.require(CONTENT, "data");
                yield () -> {
                    engine.say(taskId, data.requiredText("content"));
                    return true;
                };
            }
            case "approval" -> {
                data.require(APPROVAL, "data");
                RequestBodies.Approval approval = RequestBodies.approval(data);
                yield () -> {
                    engine.approve(taskId, approval.approved(), approval.comment(), approval.checks());
                    return true;
                };
            }
            default -> throw new IllegalStateException("openapi.yaml has a message of type " + type);
        };
    }

    private void next() {
        Callable<Boolean> command = busy ? null : waiting.poll();
        if (command != null) {
            busy = true;
            offload.run(context, command, done -> finished(), this::failed);
        }
    }

    private void finished() {
        busy = false;
        next();
    }

    private void failed(Throwable why) {
        complain.accept(ExceptionMapper.problem(why).orElseGet(() -> {
            log.error("Task {}: a client's message failed", taskId, why);
            return ExceptionMapper.internal();
        }));
        finished();
    }

    /** The data of an error message to the client. */
    static String complaint(Problem problem) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("message", problem.detail());
        data.put("type", problem.type().uri());
        return Json.write(data);
    }
}
