package dev.mgx.server.api;

import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
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
                Route.apart("GET", "/health", request -> Response.json(200, Health.of(store.healthy()))),
                Route.apart("GET", "/health/live", request -> Response.json(200, Map.of("status", "alive"))),
                Route.apart("GET", "/health/ready", request -> ready()));
    }

    /** The JSON form of the server's health. */
    private record Health(String status, String database) {
        static Health of(boolean healthy) {
            return healthy ? new Health("healthy", "connected") : new Health("unhealthy", "unavailable");
        }
    }

    private Response ready() {
        boolean healthy = store.healthy();
        return Response.json(healthy ? 200 : 503, Health.of(healthy));
    }
}
