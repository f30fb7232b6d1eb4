package dev.mgx.server.api;

import dev.mgx.engine.Engine;
import dev.mgx.engine.SubmitResult;
import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import java.util.List;

/**
 * Starts and stops runs, messages the team, approves plans. Handlers block; stop blocks until the task is CANCELLED.
 */
public final class RunRoutes {
    private final Engine engine;
    private final RunStarts starts;
    private final Retries retries;
    private final Waits waits;

    public RunRoutes(RunStarts starts, Retries retries, Waits waits) {
        engine = starts.engine();
        this.starts = starts;
        this.retries = retries;
        this.waits = waits;
    }

    public List<Route> routes() {
        return List.of(
                once("/api/tasks/{id}/run", this::run),
                once("/api/tasks/{id}/stop", this::stop),
                once("/api/tasks/{id}/messages", this::say),
                once("/api/tasks/{id}/approval", this::approve));
    }

    /** A retry repeats the wait that it asks for, and nothing else. */
    private Route once(String path, Route.Handler handler) {
        return Route.of(
                "POST",
                path,
                request -> waits.withState(request, request.taskId(), retries.once(request, path, handler)));
    }

    /** A response body. */
    private record Accepted(String message, String taskId, String status) {}

    /** A response body without a status. */
    private record Done(String message, String taskId) {}

    private Response run(Request request) {
        String status = switch (starts.run(request.taskId(), RequestBodies.run(request.body()))) {
            case SubmitResult.Accepted accepted -> "accepted";
            case SubmitResult.AlreadyRunning already -> "already_running";
        };
        return Response.json(202, new Accepted("Task execution started", request.taskId(), status));
    }

    private Response stop(Request request) throws InterruptedException {
        engine.stop(request.taskId());
        return Response.json(200, new Done("Task %s stopped".formatted(request.taskId()), request.taskId()));
    }

    private Response say(Request request) {
        engine.say(request.taskId(), request.body().requiredText("content"));
        return Response.json(202, new Accepted("Message sent to the team", request.taskId(), "accepted"));
    }

    private Response approve(Request request) {
        RequestBodies.Approval approval = RequestBodies.approval(request.body());
        engine.approve(request.taskId(), approval.approved(), approval.comment(), approval.checks());
        String message = approval.approved()
                ? "Plan approved"
                : approval.comment() == null ? "Plan rejected" : "Changes requested";
        return Response.json(200, new Done(message, request.taskId()));
    }
}
