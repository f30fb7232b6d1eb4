package dev.mgx.llm.provider;

/**
 * One message of a stream.
 *
 * @param event its name; empty where it has none
 * @param data empty for a comment, which only says that the server is alive
 */
record Frame(String event, String data) {
    static final Frame COMMENT = new Frame("", "");

    boolean isComment() {
        return data.isEmpty();
    }
}
