package dev.mgx.cli.client;

import dev.mgx.client.MgxClient;
import dev.mgx.client.ServerRefused;
import dev.mgx.repository.Author;
import dev.mgx.repository.LocalRepository;
import dev.mgx.repository.Source;
import dev.mgx.repository.SourceLimits;
import dev.mgx.repository.StepCommit;
import dev.mgx.repository.UnusableRepository;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A repository of this machine that was read to be worked on.
 *
 * @param folder of the repository
 */
public record SourceUpload(Path folder, Source source) {
    private static final String UNCOMMITTED = "Changes that were not committed";

    /**
     * Reads a repository, of which nothing is run.
     *
     * @param includesChanges whether files are taken as they lie in the work tree, and not as they are committed
     * @throws IllegalArgumentException if it cannot be; the message is a sentence
     */
    public static SourceUpload read(Path folder, boolean includesChanges) {
        try (LocalRepository repository = open(folder)) {
            return new SourceUpload(folder, repository.read(includesChanges, SourceLimits.DEFAULT));
        } catch (UnusableRepository e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Opens a repository that a person named.
     *
     * @throws IllegalArgumentException if it is none that can be used; the message is a sentence
     */
    static LocalRepository open(Path folder) {
        try {
            return LocalRepository.open(folder);
        } catch (UnusableRepository e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** What was read, for people. */
    public String description() {
        String commit = source.commit().substring(0, TaskBranch.COMMIT_LENGTH);
        String at = source.branch() == null ? commit : source.branch() + " at " + commit;
        String read = "%s of %s".formatted(count(source.files().size(), "file"), at);
        int changes = source.changes().size();
        return changes == 0 ? read : "%s, with %s beside it".formatted(read, count(changes, "uncommitted change"));
    }

    private static String count(int number, String what) {
        return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    /** What the branch is compared with: the branch that is checked out, as long as the branch goes on from it. */
    public Optional<String> comparedWith() {
        return source.changes().isEmpty() ? Optional.ofNullable(source.branch()) : Optional.empty();
    }

    /**
     * Gives a new task the files. What is not committed becomes the first commit of its branch, so that the rest of the
     * branch is the team's. A task whose files are refused is deleted, because it could never run.
     *
     * @throws ServerRefused if the server does not take them
     * @throws IllegalArgumentException if the branch cannot be made; the message is a sentence
     */
    public void send(MgxClient api, JsonNode task, Author author) throws InterruptedException {
        try {
            api.upload(TaskRef.id(task), base(task, author), SourceZip.of(source.files()));
        } catch (ServerRefused | IllegalArgumentException e) {
            api.delete(TaskRef.id(task));
            throw e;
        }
    }

    private String base(JsonNode task, Author author) {
        if (source.changes().isEmpty()) {
            return source.commit();
        }
        String id = TaskRef.id(task);
        StepCommit commit = new StepCommit(
                "%s\n\nMGX-Task: %s\n".formatted(UNCOMMITTED, id),
                Instant.parse(task.path("created_at").asString("")),
                source.changes());
        try (LocalRepository repository = open(folder)) {
            return repository
                    .write(TaskBranch.name(id), source.commit(), List.of(commit), author)
                    .commit();
        } catch (UnusableRepository e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
