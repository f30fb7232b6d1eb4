package dev.mgx.store.sql;

import java.util.Collection;

/** A database's search index for tasks. The database deletes an entry together with the task's row. Thread-safe. */
public interface TaskIndex {
    /** Adds a task that is not in the index. */
    void add(Sql sql, String taskId, Collection<String> terms);

    /** Removes a task from the index; does nothing if it is not there. */
    void remove(Sql sql, String taskId);

    /** The table expression for looking up tasks by ID with an index that covers the list's conditions. */
    String tasksById();

    /** A query for the IDs of matching tasks; its one parameter is an {@link #expression}. */
    String query();

    /** The search expression for tasks that have a term with each of these prefixes; at least one. */
    String expression(Collection<String> terms);
}
