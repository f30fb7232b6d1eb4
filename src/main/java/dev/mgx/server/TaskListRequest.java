package dev.mgx.server;

import dev.mgx.store.SearchTerms;
import dev.mgx.store.TaskFilter;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Locale;

/**
 * What a request for a page of the list asks.
 *
 * @param page 1 is the first
 * @param withStates whether each task is to have its state
 */
record TaskListRequest(TaskFilter filter, int page, int pageSize, boolean withStates) {
    private static final int MAX_PAGE_SIZE = 100;
    private static final int MAX_SEARCH = 200;
    private static final int ID_LENGTH = 36;

    /** @throws Refused with 422 */
    static TaskListRequest of(Query query) {
        int page = query.whole("page", 1, 1, Integer.MAX_VALUE);
        int size = query.whole("page_size", 10, 1, MAX_PAGE_SIZE);
        TaskStatus status = query.oneOf("status", TaskStatus.class);
        TaskFilter filter = new TaskFilter(status, terms(query), idPrefix(query));
        return new TaskListRequest(filter, page, size, withStates(query));
    }

    private static List<String> terms(Query query) {
        String words = query.line("q", MAX_SEARCH);
        return words == null ? List.of() : SearchTerms.wanted(words);
    }

    private static String idPrefix(Query query) {
        String prefix = query.line("id", ID_LENGTH);
        if (prefix == null) {
            return "";
        }
        String lower = prefix.toLowerCase(Locale.ROOT);
        if (!lower.matches("[0-9a-f-]+")) {
            throw Refused.invalid(
                    "id", "must be the beginning of a task's id, which is made of 0 to 9, a to f and dashes");
        }
        return lower;
    }

    private static boolean withStates(Query query) {
        String with = query.line("with", 20);
        if (with != null && !with.equals("state")) {
            throw Refused.invalid("with", "must be state, or be left out");
        }
        return with != null;
    }
}
