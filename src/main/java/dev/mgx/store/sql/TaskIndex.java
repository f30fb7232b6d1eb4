package dev.mgx.store.sql;

import java.util.Collection;

/**
 * Finds tasks by their terms, in the index that a database has for it. An entry goes with its task's row, whoever
 * deletes that: the database sees to it. Thread-safe.
 */
public interface TaskIndex {
    /** Enters a task that is not in the index. */
    void add(Sql sql, String taskId, Collection<String> terms);

    /** Takes a task out of the index; does nothing where it is not in it. */
    void remove(Sql sql, String taskId);

    /** The table of tasks, to be searched by id in an index that has all that the list asks about a task. */
    String tasksById();

    /** The query of the ids of the tasks found; its one parameter is what {@link #expression} makes. */
    String query();

    /** What finds the tasks that have, for each of these terms, one that begins with it; there is at least one. */
    String expression(Collection<String> terms);
}
