package dev.mgx.cli.client;

import dev.mgx.client.MgxClient;
import dev.mgx.file.ShellWord;
import dev.mgx.repository.Author;
import dev.mgx.repository.BranchResult;
import dev.mgx.repository.LocalRepository;
import dev.mgx.repository.StepCommit;
import dev.mgx.repository.UnusableRepository;
import dev.mgx.task.AgentRole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The work of a task as a branch of a repository of this machine. It is made of what the server has journaled and of the
 * author alone, so that it is the same whenever it is made.
 *
 * @param author of all commits
 */
public record TaskBranch(MgxClient api, Author author) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private static final String PREFIX = "mgx/";

    /** As much of an ID as tells tasks of the same minute apart: the whole time in it, in milliseconds (RFC 9562, 5.7). */
    private static final int ID_LENGTH = 13;

    /** As much of a commit's ID as is shown. */
    static final int COMMIT_LENGTH = 7;

    /** The name of a task's branch. */
    static String name(String taskId) {
        return PREFIX + taskId.substring(0, Math.min(ID_LENGTH, taskId.length()));
    }

    /** Whether a task is about a repository, so that it can have a branch. */
    public static boolean isOf(JsonNode task) {
        return task.path("options").path("source").asString("").equals("upload");
    }

    /**
     * What a report says of a branch that is not made now.
     *
     * @param apply the command that makes it
     */
    public static Delivered later(JsonNode task, String apply) {
        return isOf(task)
                ? new Delivered(
                        Optional.empty(),
                        "%s; to make it, or to move it on: %s".formatted(name(TaskRef.id(task)), apply))
                : Delivered.NOWHERE;
    }

    /**
     * Makes the branch, or moves it on. The work tree, the index and HEAD stay as they are.
     *
     * @param folder of the repository
     * @param since what the branch is compared with in the command that is suggested; empty for the commit it stands on
     * @return what became of the branch, beginning with its name; empty if the task changed nothing, so that there is nothing to commit
     * @throws UnusableRepository if it cannot be made, or somebody else has moved it
     * @throws IllegalArgumentException if the folder is no repository, or the task has none
     */
    public Optional<String> apply(Path folder, String taskId, Optional<String> since)
            throws InterruptedException, UnusableRepository {
        try (LocalRepository repository = SourceUpload.open(folder)) {
            JsonNode work = api.commits(taskId);
            String base = work.path("commit").asString("");
            if (!COMMIT.matcher(base).matches()) {
                throw new IllegalArgumentException(
                        "The task has no repository; one that is to have a branch is started with 'run --repo DIR'");
            }
            List<StepCommit> steps = new ArrayList<>();
            work.path("commits").forEach(commit -> steps.add(step(commit, taskId)));
            String branch = name(taskId);
            BranchResult result = repository.write(branch, base, steps, author);
            if (result.commits() == 0) {
                return Optional.empty();
            }
            String shown = base.substring(0, COMMIT_LENGTH);
            return Optional.of("%s %s %s on top of %s: %s"
                    .formatted(
                            branch,
                            result.moved() ? "has" : "is up to date, with",
                            result.commits() == 1 ? "1 commit" : result.commits() + " commits",
                            shown,
                            compare(folder, since.orElse(shown) + "..." + branch)));
        }
    }

    private static String compare(Path folder, String range) {
        boolean here = folder.toAbsolutePath()
                .normalize()
                .equals(Path.of("").toAbsolutePath().normalize());
        String git = here ? "git" : "git -C " + ShellWord.quoted(folder.toString());
        return "%s diff %s".formatted(git, ShellWord.quoted(range));
    }

    private static StepCommit step(JsonNode commit, String taskId) {
        Map<String, Optional<byte[]>> files = new LinkedHashMap<>();
        for (JsonNode file : commit.path("files")) {
            files.put(
                    file.path("file_path").asString(""),
                    file.path("deleted").asBoolean(false) ? Optional.empty() : Optional.of(content(file)));
        }
        String message = CommitMessage.of(
                commit.path("message").asString(""),
                AgentRole.displayName(commit.path("agent_role").asString("")),
                commit.path("run").asInt(0),
                taskId);
        return new StepCommit(message, Instant.parse(commit.path("timestamp").asString("")), files);
    }

    private static byte[] content(JsonNode file) {
        String content = file.path("content").asString("");
        return file.path("encoding").asString("").equals("base64")
                ? Base64.getDecoder().decode(content)
                : content.getBytes(StandardCharsets.UTF_8);
    }
}
