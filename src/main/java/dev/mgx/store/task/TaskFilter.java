package dev.mgx.store.task;

import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects tasks that meet all conditions.
 *
 * @param status as in {@link dev.mgx.task.Task#status}; null for any
 * @param terms the result of {@link SearchTerms#wanted}; empty for any
 * @param idPrefix a prefix of the ID, in ASCII; empty for any
 * @param createdAfter tasks made later than this; null for any
 * @param createdBefore tasks made earlier than this; null for any
 * @param metadata a pair that the task has; null for any
 */
public record TaskFilter(
        @Nullable TaskStatus status,
        List<String> terms,
        String idPrefix,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        Map.@Nullable Entry<String, String> metadata) {
    public static final TaskFilter ALL = new TaskFilter(null, List.of(), "");

    public TaskFilter {
        terms = List.copyOf(terms);
    }

    public TaskFilter(@Nullable TaskStatus status, List<String> terms, String idPrefix) {
        this(status, terms, idPrefix, null, null, null);
    }

    public static TaskFilter of(@Nullable TaskStatus status) {
        return new TaskFilter(status, List.of(), "");
    }
}
