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
        return Response.json(
                202,
                switch (acceptance) {
                    case Acceptance.Accepted accepted ->
                        new Accepted("The run was accepted", request.taskId(), "accepted");
                    case Acceptance.AlreadyRunning already ->
                        new Accepted("The task is already queued or running", request.taskId(), "already_running");
                });
    }

    private Response stop(Request request) throws InterruptedException {
        request.fieldsIfAny().check();
        engine.stop(request.taskId());
        return Response.json(200, new Done("The task was stopped", request.taskId()));
    }

    private Response say(Request request) {
        Fields fields = request.fields();
        String content = fields.requiredText("content", Inputs.MAX_CONTENT);
        fields.check();
        engine.say(request.taskId(), content);
        return Response.json(202, new Accepted("Message sent to the team", request.taskId(), "accepted"));
    }

    private Response approve(Request request) {
        Fields fields = request.fields();
        Inputs.Approval approval = Inputs.approval(fields);
        fields.check();
        engine.approve(request.taskId(), approval.approved(), approval.comment());
        String message = approval.approved()
                ? "Plan approved"
                : approval.comment() == null ? "Plan rejected" : "Changes requested";
        return Response.json(200, new Done(message, request.taskId()));
    }
}
