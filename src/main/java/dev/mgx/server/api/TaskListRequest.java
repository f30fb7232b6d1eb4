package dev.mgx.server.api;

import dev.mgx.server.http.Values;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.store.task.TaskCursor;
import dev.mgx.store.task.TaskFilter;
import dev.mgx.store.task.Tasks;
import dev.mgx.task.TaskStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query of a task list page.
 *
 * @param withStates whether to include each task's state
 */
record TaskListRequest(TaskFilter filter, Tasks.Place place, boolean withStates) {

    static TaskListRequest of(Values query) {
        String words = query.text("q");
        String prefix = query.text("id");
        TaskFilter filter = new TaskFilter(
                status(query.text("status")),
                words == null ? List.of() : SearchTerms.wanted(words),
                prefix == null ? "" : prefix.toLowerCase(Locale.ROOT),
                query.time("created_after"),
                query.time("created_before"),
                pair(query.text("metadata")));
        Tasks.Place place =
                new Tasks.Place(query.wholeInt("page"), query.wholeInt("page_size"), cursor(query.text("cursor")));
        return new TaskListRequest(filter, place, query.text("with") != null);
    }

    private static @Nullable TaskCursor cursor(@Nullable String text) {
        return text == null
                ? null
                : TaskCursor.parse(text)
                        .orElseThrow(
                                () -> ProblemException.invalid("cursor", "must be the next_cursor of an earlier page"));
    }

    /** The description requires the colon. */
    private static Map.@Nullable Entry<String, String> pair(@Nullable String text) {
        int colon = text == null ? -1 : text.indexOf(':');
        return text == null || colon < 0 ? null : Map.entry(text.substring(0, colon), text.substring(colon + 1));
    }

    private static @Nullable TaskStatus status(@Nullable String word) {
        return word == null || word.isEmpty() ? null : TaskStatus.valueOf(word);
    }
}
