package dev.mgx.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Tasks as people name them: by their id, or by so much of its beginning as no other task has. */
record TaskRef(Api api) {
    private static final int PAGE_SIZE = 100;
    private static final int ID_LENGTH = 36;
    private static final int SHORTEST = 8;
    private static final int SHOWN_OF_SEVERAL = 5;

    /**
     * The task that a person means.
     *
     * @throws ServerRefused with 404 when there is none
     * @throws IllegalArgumentException when it could be several
     */
    JsonNode find(String text) throws InterruptedException {
        String prefix = text.strip().toLowerCase(Locale.ROOT);
        if (prefix.length() == ID_LENGTH) {
            return api.get("/api/tasks/" + Api.segment(prefix));
        }
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException("A task ID, or the beginning of one, is required");
        }
        List<JsonNode> matching = beginningWith(prefix);
        if (matching.isEmpty()) {
            throw new ServerRefused(404, "No task ID starts with '%s'".formatted(text));
        }
        if (matching.size() > 1) {
            throw new IllegalArgumentException("'%s' is ambiguous: %d task IDs start with it (%s)"
                    .formatted(text, matching.size(), some(matching)));
        }
        return matching.getFirst();
    }

    /** Ids rise with time, and tasks come newest first: those with one beginning come together. */
    private List<JsonNode> beginningWith(String prefix) throws InterruptedException {
        List<JsonNode> matching = new ArrayList<>();
        long pages = 1;
        for (int page = 1; page <= pages; page++) {
            JsonNode answer = page(page, PAGE_SIZE, "");
            pages = answer.path("total_pages").asLong(0);
            boolean more = false;
            for (JsonNode task : answer.path("items")) {
                more = id(task).startsWith(prefix);
                if (more) {
                    matching.add(task);
                }
            }
            if (!matching.isEmpty() && !more) {
                break;
            }
        }
        return matching;
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

    /** A page of tasks, newest first, as the server answers. */
    JsonNode page(int page, int size, String status) throws InterruptedException {
        String only = status.isEmpty() ? "" : "&status=" + Api.segment(status);
        return api.get("/api/tasks?page=%d&page_size=%d%s".formatted(page, size, only));
    }

    /** As much of an id as tells it from those of the latest tasks; all of it where it is older. */
    String shorten(String id) throws InterruptedException {
        List<String> latest = new ArrayList<>();
        page(1, PAGE_SIZE, "").path("items").forEach(task -> latest.add(id(task)));
        return latest.contains(id) ? id.substring(0, uniqueLength(latest)) : id;
    }

    /** How many characters tell these different ids from each other; none of them ends in a dash. */
    static int uniqueLength(List<String> ids) {
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

    static String id(JsonNode task) {
        return task.path("id").asString("");
    }
}
