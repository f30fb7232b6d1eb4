package dev.mgx.server.api;

import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.preview.Previews;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.service.ServiceRefused;
import dev.mgx.service.ServiceState;
import dev.mgx.service.ServiceStatus;
import dev.mgx.service.Services;
import dev.mgx.store.task.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts and stops the programs of tasks that listen. The handlers block. */
public final class ServiceRoutes {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final Tasks tasks;
    private final Services services;
    private final Previews previews;

    public ServiceRoutes(Tasks tasks, Services services, Previews previews) {
        this.tasks = tasks;
        this.services = services;
        this.previews = previews;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/tasks/{id}/services", this::list),
                Route.of("POST", "/api/tasks/{id}/services/{name}/start", this::start),
                Route.of("POST", "/api/tasks/{id}/services/{name}/stop", this::stop));
    }

    /** A service as clients see it. */
    private record Shown(
            String name,
            String status,
            @Nullable String url,
            @Nullable Instant since,
            String reason,
            String lastOutput) {}

    private Response list(Request request) {
        requireTask(request);
        return shown(request.taskId());
    }

    /** Answers when the program listens, or will not. */
    private Response start(Request request) throws InterruptedException {
        requireService(request);
        try {
            ServiceState state = services.start(request.taskId());
            while (state.status() == ServiceStatus.STARTING) {
                Thread.sleep(POLL_INTERVAL);
                state = services.find(request.taskId()).orElse(state);
            }
            return shown(request.taskId());
        } catch (ServiceRefused e) {
            throw new ProblemException(ProblemType.SERVICE_REFUSED, String.valueOf(e.getMessage()));
        }
    }

    private Response stop(Request request) throws InterruptedException {
        requireService(request);
        services.stop(request.taskId());
        return shown(request.taskId());
    }

    private Response shown(String taskId) {
        Optional<ServiceState> state = services.find(taskId);
        return Response.json(
                200, state.map(each -> List.of(shown(taskId, each))).orElse(List.of()));
    }

    private Shown shown(String taskId, ServiceState state) {
        @Nullable
        String url =
                state.status() == ServiceStatus.RUNNING ? previews.link(taskId).orElse(null) : null;
        String reason = state.status() == ServiceStatus.RUNNING && url == null
                ? "Its preview needs an address of its own: MGX_PREVIEW_URL"
                : state.reason();
        return new Shown(
                Services.NAME,
                state.status().name().toLowerCase(Locale.ROOT),
                url,
                state.since(),
                reason,
                String.join("\n", state.lastOutput()));
    }

    private void requireTask(Request request) {
        if (tasks.find(request.taskId()).isEmpty()) {
            throw TaskRoutes.notFound(request.taskId());
        }
    }

    private void requireService(Request request) {
        requireTask(request);
        String name = request.variable("name");
        if (!name.equals(Services.NAME) || services.find(request.taskId()).isEmpty()) {
            throw new ProblemException(
                    ProblemType.SERVICE_NOT_FOUND, "Task %s has no service %s".formatted(request.taskId(), name));
        }
    }
}
