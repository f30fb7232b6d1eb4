package dev.mgx.server;

import dev.mgx.engine.Acceptance;
import dev.mgx.engine.Engine;
import java.util.List;

/** Runs: started, stopped, talked to, approved. Its handlers block, a stop until the task is CANCELLED. */
final class RunRoutes {
    private final Engine engine;
    private final RunStarts starts;

    RunRoutes(Engine engine, RunStarts starts) {
        this.engine = engine;
        this.starts = starts;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/tasks/{id}/run", this::run),
                Route.of("POST", "/api/tasks/{id}/stop", this::stop),
                Route.of("POST", "/api/tasks/{id}/messages", this::say),
                Route.of("POST", "/api/tasks/{id}/approval", this::approve));
    }

    /** An answer as on the wire. */
    private record Accepted(String message, String taskId, String status) {}

    /** The same where there is no status to tell. */
    private record Done(String message, String taskId) {}

    private Response run(Request request) {
        Acceptance acceptance = starts.run(request.taskId(), Inputs.run(request.fieldsIfAny()));
        String status = switch (acceptance) {
            case Acceptance.Accepted accepted -> "accepted";
            case Acceptance.AlreadyRunning already -> "already_running";
        };
        return Response.json(202, new Accepted("Task execution started", request.taskId(), status));
    }

    private Response stop(Request request) throws InterruptedException {
        request.fieldsIfAny().check();
        engine.stop(request.taskId());
        return Response.json(200, new Done("Task %s stopped".formatted(request.taskId()), request.taskId()));
    }

    private Response say(Request request) {
        Fields fields = request.fields();
        String content = fields.requiredText("content", Inputs.MAX_CONTENT);
        fields.check();
        engine.say(request.taskId(), content);
        return Response.json(202, new Accepted("The team has the message", request.taskId(), "accepted"));
    }

    private Response approve(Request request) {
        Fields fields = request.fields();
        Inputs.Approval approval = Inputs.approval(fields);
        fields.check();
        engine.approve(request.taskId(), approval.approved(), approval.comment());
        String message = approval.approved() ? "The plan was approved" : "The plan was not approved";
        return Response.json(200, new Done(message, request.taskId()));
    }
}
