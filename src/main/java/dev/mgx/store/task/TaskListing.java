package dev.mgx.store.task;

import dev.mgx.store.sql.TaskIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements for a page of the task list. Membership, order and count are answered from indexes alone; full rows,
 * with their long requirements, are read only for the tasks on the page.
 */
public final class TaskListing {
    /** The status as in {@link dev.mgx.task.Task#status}; must be the same expression as in the index. */
    private static final String SHOWN_STATUS = "(CASE WHEN queue_ticket IS NULL THEN status ELSE 'PENDING' END)";

    private final String from;
    private final List<Object> parameters = new ArrayList<>();

    public TaskListing(TaskFilter filter, TaskIndex index) {
        List<String> conditions = new ArrayList<>();
        if (filter.status() != null) {
            conditions.add(SHOWN_STATUS + " = ?");
            parameters.add(filter.status().name());
        }
        if (!filter.terms().isEmpty()) {
            conditions.add("id IN (" + index.query() + ")");
            parameters.add(index.expression(filter.terms()));
        }
        if (!filter.idPrefix().isEmpty()) {
            conditions.add("id >= ? AND id < ?");
            parameters.add(filter.idPrefix());
            parameters.add(after(filter.idPrefix()));
        }
        if (filter.createdAfter() != null) {
            conditions.add("created_at > ?");
            parameters.add(filter.createdAfter().toEpochMilli());
        }
        if (filter.createdBefore() != null) {
            conditions.add("created_at < ?");
            parameters.add(filter.createdBefore().toEpochMilli());
        }
        if (filter.metadata() != null) {
            conditions.add("id IN (SELECT task_id FROM task_metadata WHERE name = ? AND value = ?)");
            parameters.add(filter.metadata().getKey());
            parameters.add(filter.metadata().getValue());
        }
        boolean byId = filter.metadata() != null
                || !filter.terms().isEmpty()
                || !filter.idPrefix().isEmpty();
        from = " FROM " + (byId ? index.tasksById() : "task")
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
    }

    /** The smallest text greater than all with this prefix. */
    private static String after(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    /** The count query; its parameters are {@link #parameters}. */
    public String count() {
        return "SELECT COUNT(*)" + from;
    }

    /**
     * The query for the IDs on a page, in order; its parameters are {@link #parameters}, the page size and the offset.
     */
    public String ids() {
        return "SELECT id" + from + " ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?";
    }

    /** The same for the page after a cursor; its parameters are {@link #parameters(TaskCursor, int)}. */
    public String idsAfterCursor() {
        return "SELECT id" + from + (from.contains(" WHERE ") ? " AND " : " WHERE ")
                + "(created_at < ? OR (created_at = ? AND id < ?)) ORDER BY created_at DESC, id DESC LIMIT ?";
    }

    public Object[] parameters(TaskCursor after, int limit) {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(after.createdMillis(), after.createdMillis(), after.id(), limit));
        return all.toArray();
    }

    public List<Object> parameters() {
        return parameters;
    }

    public Object[] parameters(int limit, long offset) {
        List<Object> all = new ArrayList<>(parameters);
        all.add(limit);
        all.add(offset);
        return all.toArray();
    }
}
