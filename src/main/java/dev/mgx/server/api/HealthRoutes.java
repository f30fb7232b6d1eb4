package dev.mgx.server.api;

import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.store.Health;
import dev.mgx.store.Store;
import java.util.List;
import java.util.Map;

/** Health, liveness and readiness. Handlers block. */
public final class HealthRoutes {
    private final Store store;

    public HealthRoutes(Store store) {
        this.store = store;
    }

    public List<Route> routes() {
        return List.of(
                Route.apart("GET", "/health", request -> report(200)),
                Route.apart("GET", "/health/live", request -> Response.json(200, Map.of("status", "alive"))),
                Route.apart("GET", "/health/ready", request -> report(503)));
    }

    /** @param unhealthy the status code where the database cannot be read and written */
    private Response report(int unhealthy) {
        Health health = store.health();
        return health.problem() == null
                ? Response.json(200, Map.of("status", "healthy", "database", "connected"))
                : Response.json(
                        unhealthy,
                        Map.of("status", "unhealthy", "database", "unavailable", "detail", health.problem()));
    }
}
