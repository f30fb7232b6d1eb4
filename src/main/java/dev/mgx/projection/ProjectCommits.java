package dev.mgx.projection;

import dev.mgx.store.ArtifactContent;
import dev.mgx.store.Artifacts;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.task.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task's work as a chain of commits on its source: one for each transaction in which files were written, and one at the end
 * of a run for what no version tells (files removed, files that are no text, states put back). Made from what is journaled and
 * nothing else, so it is the same whenever it is asked for, and that of a run goes on in that of the next.
 */
public final class ProjectCommits {
    /** Events of these types say nothing of it. */
    public static final Set<EventType> LEFT_OUT =
            Set.of(EventType.MESSAGE_DELTA, EventType.EXECUTION_STREAM, EventType.USER_MESSAGE);

    private static final String AS_LEFT = "The project as the run left it";
    private static final String AS_GIVEN = "The project as it was given";

    private final Artifacts artifacts;
    private final String taskId;
    private final Map<Instant, List<ArtifactContent>> written = new TreeMap<>();
    private final BegunRuns runs = new BegunRuns();
    private final CommitMessages messages;

    /** Reads what was written. Blocks on the database. */
    public ProjectCommits(Artifacts artifacts, String taskId) {
        this.artifacts = artifacts;
        this.taskId = taskId;
        List<ArtifactContent> history = artifacts.history(taskId);
        messages = new CommitMessages(history);
        history.forEach(file -> written.computeIfAbsent(file.version().createdAt(), unseen -> new ArrayList<>())
                .add(file));
    }

    /** Takes the next event of the task. */
    public void add(RecordedEvent recorded) {
        runs.add(recorded);
        messages.add(recorded.event());
    }

    /** A commit as on the wire. */
    record Commit(
            String message,
            Instant timestamp,
            @Nullable String agentRole,
            int run,
            List<CommittedFiles.Committed> files) {}

    /** Everything as on the wire. */
    record Document(String taskId, @Nullable String commit, List<Commit> commits) {}

    /**
     * Everything as on the wire. Blocks on the database.
     *
     * @param commit which the source was, or null
     * @throws InterruptedException between two runs
     */
    public Object document(@Nullable String commit) throws InterruptedException {
        List<Commit> chain = new ArrayList<>();
        CommittedFiles files = new CommittedFiles(artifacts, taskId);
        List<BegunRuns.Begun> all = runs.runs();
        for (int i = 0; i < all.size(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            BegunRuns.Begun run = all.get(i);
            Instant next = i + 1 < all.size() ? all.get(i + 1).startedAt() : Instant.MAX;
            if (run.fresh()) {
                commit(chain, new Commit(AS_GIVEN, run.startedAt(), null, run.number(), files.become(0)));
            }
            written.forEach((at, group) -> {
                if (!at.isBefore(run.startedAt()) && at.isBefore(next)) {
                    commit(chain, commit(run, at, group, files));
                }
            });
            if (run.endedAt() != null) {
                commit(chain, new Commit(AS_LEFT, run.endedAt(), null, run.number(), files.become(run.number())));
            }
        }
        return new Document(taskId, commit, chain);
    }

    private Commit commit(BegunRuns.Begun run, Instant at, List<ArtifactContent> group, CommittedFiles files) {
        Map<String, ArtifactContent> latest = new LinkedHashMap<>();
        group.forEach(file -> latest.put(file.filePath(), file));
        List<CommittedFiles.Committed> changed = files.write(latest.values());
        String role = group.getFirst().version().agentRole();
        return new Commit(messages.of(at, changed), at, role, run.number(), changed);
    }

    private static void commit(List<Commit> chain, Commit commit) {
        if (!commit.files().isEmpty()) {
            chain.add(commit);
        }
    }
}
