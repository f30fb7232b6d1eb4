package dev.mgx.llm.provider;

/** How a stream is divided into frames. */
enum Framing {
    /** Server-sent events. */
    EVENTS("text/event-stream"),
    /** A JSON object on each line. */
    LINES("application/x-ndjson");

    private final String contentType;

    Framing(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }
}
