package dev.mgx.llm.http;

/** How a stream is divided into frames. */
public enum Framing {
    /** Server-sent events. */
    EVENTS("text/event-stream"),
    /** A JSON object on each line. */
    LINES("application/x-ndjson");

    private final String contentType;

    Framing(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }
}
