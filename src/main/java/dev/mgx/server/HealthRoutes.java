package dev.mgx.server;

import dev.mgx.store.Store;
import java.util.List;
import java.util.Map;

/** Whether the server is alive, well and ready, and what it is. Its handlers block. */
final class HealthRoutes {
    private final Store store;
    private final String version;

    HealthRoutes(Store store, String version) {
        this.store = store;
        this.version = version;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/", request -> Response.json(200, new About(version))),
                Route.of("GET", "/health", request -> Response.json(200, Health.of(store.healthy()))),
                Route.of("GET", "/health/live", request -> Response.json(200, Map.of("status", "alive"))),
                Route.of("GET", "/health/ready", request -> ready()));
    }

    /** What answers at the root. */
    private record About(String message, String version, String docs, String openapi) {
        About(String version) {
            this("MGX Engine", version, "/docs", "/openapi.json");
        }
    }

    /** The server's health as on the wire. */
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
