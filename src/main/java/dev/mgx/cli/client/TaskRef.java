package dev.mgx.cli.client;

import dev.mgx.client.MgxClient;
import dev.mgx.client.ServerRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Finds tasks by ID or unique ID prefix. */
public record TaskRef(MgxClient api) {
    private static final int PAGE_SIZE = 100;
    private static final int ID_LENGTH = 36;
    private static final int SHORTEST = 8;
    private static final int SHOWN_OF_SEVERAL = 5;

    /** In place of an ID: the newest task. No ID begins with it. */
    public static final String LAST = "last";

    /**
     * Finds a task by ID, unique prefix, or {@value #LAST}.
     *
     * @throws ServerRefused with 404 if there is none
     * @throws IllegalArgumentException if the prefix is ambiguous
     */
    public JsonNode find(String text) throws InterruptedException {
        String prefix = text.strip().toLowerCase(Locale.ROOT);
        if (prefix.length() == ID_LENGTH) {
            return api.task(prefix).json();
        }
        if (prefix.equals(LAST)) {
            return newest();
        }
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("A task ID, or the beginning of one, is required");
        }
        if (!prefix.matches("[0-9a-f-]+") || prefix.length() > ID_LENGTH) {
            throw none(text); // not a prefix of any valid ID
        }
        JsonNode answer = withPrefix(prefix);
        List<JsonNode> matching = new ArrayList<>();
        for (JsonNode task : answer.path("items")) {
            if (id(task).startsWith(prefix)) { // a server that ignores the parameter lists all tasks
                matching.add(task);
            }
        }
        if (matching.isEmpty()) {
            throw none(text);
        }
        long total = answer.path("total").asLong(0);
        if (total > 1) {
            throw new IllegalArgumentException(
                    "'%s' is ambiguous: %d task IDs start with it (%s)".formatted(text, total, some(matching)));
        }
        return matching.getFirst();
    }

    private JsonNode newest() throws InterruptedException {
        JsonNode newest = api.get("/api/tasks?page_size=1").path("items").path(0);
        if (newest.isMissingNode()) {
            throw new ServerRefused(404, "There is no task yet");
        }
        return newest;
    }

    private static ServerRefused none(String text) {
        return new ServerRefused(404, "No task ID starts with '%s'".formatted(text));
    }

    private JsonNode withPrefix(String prefix) throws InterruptedException {
        return api.get("/api/tasks?page_size=%d&id=%s".formatted(PAGE_SIZE, MgxClient.segment(prefix)));
    }

    private static String some(List<JsonNode> tasks) {
        List<String> ids = tasks.stream().map(TaskRef::id).toList();
        int length = uniqueLength(ids);
        String some = String.join(
                ", ",
                ids.stream()
                        .limit(SHOWN_OF_SEVERAL)
                        .map(id -> id.substring(0, length))
                        .toList());
        return ids.size() > SHOWN_OF_SEVERAL ? some + ", …" : some;
    }

    /** A page of tasks with their states, newest first, as returned by the server. */
    public JsonNode page(int page, int size, String status) throws InterruptedException {
        String only = status.isEmpty() ? "" : "&status=" + MgxClient.segment(status);
        return api.get("/api/tasks?with=state&page=%d&page_size=%d%s".formatted(page, size, only));
    }

    /** A task with its state, as in a page of tasks. */
    public JsonNode withState(String id) throws InterruptedException {
        return api.get("/api/tasks?with=state&id=" + MgxClient.segment(id))
                .path("items")
                .path(0);
    }

    /** The shortest unique prefix of an ID. */
    public String shorten(String id) throws InterruptedException {
        JsonNode alike = withPrefix(id.substring(0, SHORTEST));
        List<String> ids = new ArrayList<>();
        alike.path("items").forEach(task -> ids.add(id(task)));
        boolean all = alike.path("total").asLong(0) == ids.size() && ids.contains(id);
        return all ? id.substring(0, uniqueLength(ids)) : id;
    }

    /** The shortest prefix length at which these distinct IDs differ and no prefix ends in a dash. */
    public static int uniqueLength(List<String> ids) {
        for (int length = SHORTEST; length < ID_LENGTH; length++) {
            int end = length;
            List<String> cut =
                    ids.stream().map(id -> id.substring(0, end)).distinct().toList();
            if (cut.size() == ids.size() && cut.stream().noneMatch(each -> each.endsWith("-"))) {
                return length;
            }
        }
        return ID_LENGTH;
    }

    public static String id(JsonNode task) {
        return task.path("id").asString("");
    }

    /** The display name of a task: its title, else the first line of its requirement. */
    public static String title(JsonNode task) {
        String title = task.path("title").asString("");
        String named = title.isBlank() ? task.path("input_prompt").asString("") : title;
        return named.strip().lines().findFirst().orElse("");
    }
}
