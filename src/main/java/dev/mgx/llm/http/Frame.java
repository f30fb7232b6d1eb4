package dev.mgx.llm.http;

/**
 * One message of a stream.
 *
 * @param event its name; empty where it has none
 * @param data empty for a comment, which only says that the server is alive
 */
public record Frame(String event, String data) {
    static final Frame COMMENT = new Frame("", "");

    public boolean isComment() {
        return data.isEmpty();
    }
}
