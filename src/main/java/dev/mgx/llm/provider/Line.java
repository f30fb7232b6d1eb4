package dev.mgx.llm.provider;

import java.time.InstantSource;

/** What all models of one endpoint share. */
record Line(Endpoint endpoint, Dialect dialect, Transport transport, LeftOut leftOut, InstantSource clock) {}
