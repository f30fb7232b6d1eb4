package dev.mgx.store.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the existing project that a task changes.
 *
 * @param commit the commit it was taken from, if whoever sent it said so
 * @param files how many there are
 * @param bytes how long they are together
 * @param leftOut what was not taken and why, a sentence each
 */
public record TaskSource(
        String taskId, @Nullable String commit, int files, long bytes, List<String> leftOut, Instant receivedAt) {
    public TaskSource {
        leftOut = List.copyOf(leftOut);
    }
}
