package dev.mgx.llm.provider;

import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Transport;
import dev.mgx.time.MonotonicClock;
import java.time.InstantSource;

/** State shared by all models of one endpoint. */
record EndpointContext(
        Endpoint endpoint,
        ModelDialects dialects,
        Transport transport,
        UnsupportedFields unsupported,
        ModelProfiles profiles,
        InstantSource clock,
        MonotonicClock monotonic) {
    /** For what is asked of the endpoint and not of one of its models. */
    Dialect dialect() {
        return dialects.usual();
    }
}
