package dev.mgx.store.task;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;

/**
 * A task row with JSON that this program cannot read: from a newer version, or damaged. The message is a sentence for
 * people; the cause has the parser's message.
 */
public final class UnreadableTask extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private UnreadableTask(String part, MalformedJson cause) {
        super(
                "The task's %s cannot be read: it was written by a newer MGX Engine or is damaged".formatted(part),
                cause);
    }

    /**
     * Reads one column of a task's row.
     *
     * @param part the name of the column's content in the message
     * @throws UnreadableTask if the JSON cannot be read as {@code type}
     */
    public static <T> T read(String part, String json, Class<T> type) {
        try {
            return Json.read(json, type);
        } catch (MalformedJson e) {
            throw new UnreadableTask(part, e);
        }
    }
}
