package dev.mgx.llm.provider;

import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.http.Endpoint;
import dev.mgx.llm.http.Transport;
import dev.mgx.time.MonotonicClock;
import java.time.InstantSource;

/** State shared by all models of one endpoint. */
record EndpointContext(
        Endpoint endpoint,
        Dialect dialect,
        Transport transport,
        UnsupportedFields unsupported,
        ModelProfiles profiles,
        InstantSource clock,
        MonotonicClock monotonic) {}
