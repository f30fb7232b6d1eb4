package dev.mgx.store.task;

import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.task.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are meant: those that meet all of it.
 *
 * @param status as {@link dev.mgx.task.Task#status} has it; null: any
 * @param terms what {@link SearchTerms#wanted} made of a query; none: any
 * @param idPrefix a beginning of their ids, in ASCII; empty: any
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
