package dev.mgx.store.journal;

import dev.mgx.task.ArtifactDraft;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is recorded in one transaction with events of a run. */
public sealed interface Change {

    /** A try of a step begins. */
    record StepBegun(int run, String name) implements Change {}

    /** A step is finished, once and for all. */
    record StepFinished(int run, String name, String resultJson) implements Change {}

    /** A file gets a new version and stands in the run's manifest. */
    record FileSaved(int run, String artifactId, ArtifactDraft draft) implements Change {}

    /** A file that is no text stands in the run's project. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    record BinarySaved(int run, String path, byte[] content) implements Change {}

    /** A file of either kind is no longer in the run's project; its versions stay. */
    record FileRemoved(int run, String path) implements Change {}

    /** A person's message waits for the run. */
    record MessageSent(String channel, Map<String, @Nullable Object> body) implements Change {}

    /** A message was taken out of the inbox. */
    record MessageTaken(long seq) implements Change {}
}
