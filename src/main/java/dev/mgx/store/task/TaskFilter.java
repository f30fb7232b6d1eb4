package dev.mgx.store.task;

import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.task.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects tasks that meet all conditions.
 *
 * @param status as in {@link dev.mgx.task.Task#status}; null for any
 * @param terms the result of {@link SearchTerms#wanted}; empty for any
 * @param idPrefix a prefix of the ID, in ASCII; empty for any
 */
public record TaskFilter(@Nullable TaskStatus status, List<String> terms, String idPrefix) {
    public static final TaskFilter ALL = new TaskFilter(null, List.of(), "");

    public TaskFilter {
        terms = List.copyOf(terms);
    }

    public static TaskFilter of(@Nullable TaskStatus status) {
        return new TaskFilter(status, List.of(), "");
    }
}
