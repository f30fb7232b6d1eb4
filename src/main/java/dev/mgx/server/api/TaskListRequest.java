package dev.mgx.server.api;

import dev.mgx.server.http.Values;
import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.store.task.TaskFilter;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The query of a task list page.
 *
 * @param page 1-based
 * @param withStates whether to include each task's state
 */
record TaskListRequest(TaskFilter filter, int page, int pageSize, boolean withStates) {

    static TaskListRequest of(Values query) {
        String words = query.text("q");
        String prefix = query.text("id");
        TaskFilter filter = new TaskFilter(
                status(query.text("status")),
                words == null ? List.of() : SearchTerms.wanted(words),
                prefix == null ? "" : prefix.toLowerCase(Locale.ROOT));
        return new TaskListRequest(
                filter, query.wholeInt("page"), query.wholeInt("page_size"), query.text("with") != null);
    }

    private static @Nullable TaskStatus status(@Nullable String word) {
        return word == null || word.isEmpty() ? null : TaskStatus.valueOf(word);
    }
}
