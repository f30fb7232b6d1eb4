package dev.mgx.llm.http;

/** How a stream is divided into frames. */
public enum Framing {
    /** Server-sent events. */
    EVENTS,
    /** A JSON object on each line. */
    LINES,
    /** Not at all: one JSON document, or a page for people. */
    DOCUMENT
}
