package dev.mgx.store.task;

import dev.mgx.task.Task;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of tasks, newest first: after a task, whether that is still there or not, and whatever was made
 * since.
 *
 * @param createdMillis when the task was made
 * @param id its ID
 */
public record TaskCursor(long createdMillis, String id) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18})\\.([0-9A-Za-z-]{1,64})");

    /** The place of a task. */
    public static TaskCursor at(Task task) {
        return new TaskCursor(task.createdAt().toEpochMilli(), task.id());
    }

    /** The place that {@link #toString} wrote; empty if it is none. */
    public static Optional<TaskCursor> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new TaskCursor(Long.parseLong(form.group(1)), form.group(2)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return createdMillis + "." + id;
    }
}
