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

    public RunRoutes(Engine engine, RunStarts starts) {
        this.engine = engine;
        this.starts = starts;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/tasks/{id}/run", this::run),
                Route.of("POST", "/api/tasks/{id}/stop", this::stop),
                Route.of("POST", "/api/tasks/{id}/messages", this::say),
                Route.of("POST", "/api/tasks/{id}/approval", this::approve));
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
