package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import dev.mgx.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands about the work of a task in a repository, with a server that says what it was told to. */
@Timeout(30)
class BranchCommandsTest {
    private static final String ID = StubTaskServer.ID;
    private static final String BRANCH = "mgx/01999999-aaaa";
    private static final String REF = "refs/heads/" + BRANCH;
    private static final String PATCH = """
            # Left out, because it is no text: logo.png
            diff --git a/sum.py b/sum.py
            --- a/sum.py
            +++ b/sum.py
            @@ -1,3 +1,2 @@
             def total(items):
            -\treturn items
            +\treturn sum(items)\r
            --- a comment of SQL
            """;

    @TempDir
    Path folder;

    private Git git;
    private StubTaskServer server;
    private String base = "";

    @BeforeEach
    void begin() throws Exception {
        git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
        base = commit("sum.py", "def total(items):\n\treturn items\n").name();
        server = new StubTaskServer(Map.of("source", "upload"));
        work(step("Mends the sum", "sum.py", "def total(items):\n\treturn sum(items)\n"));
    }

    @AfterEach
    void end() throws IOException {
        git.close();
        server.close();
    }

    private RevCommit commit(String path, String text) throws Exception {
        Files.writeString(folder.resolve(path), text);
        git.add().addFilepattern(path).call();
        PersonIdent ada = new PersonIdent("Ada", "ada@example.org");
        return git.commit()
                .setMessage("Write " + path)
                .setAuthor(ada)
                .setCommitter(ada)
                .setSign(false)
                .call();
    }

    private static Map<String, Object> step(String message, String path, String content) {
        return Map.of(
                "message",
                message,
                "timestamp",
                "2026-05-04T03:02:05.678Z",
                "agent_role",
                "Engineer",
                "run",
                1,
                "files",
                List.of(Map.of("file_path", path, "content", content, "encoding", "utf-8", "deleted", false)));
    }

    private void work(Object... steps) {
        server.has("commits", Json.write(Map.of("task_id", ID, "commit", base, "commits", List.of(steps))));
    }

    private Output mgx(String... args) {
        return mgx(Map.of(), args);
    }

    private Output mgx(Map<String, String> settings, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--server", server.address()));
        return new Shell(folder, settings).mgx(all.toArray(String[]::new));
    }

    private Output apply() {
        return mgx("apply", ID, "--repo", folder.toString());
    }

    private ObjectId tip() throws IOException {
        return git.getRepository().resolve(REF);
    }

    private String content(String path) throws IOException {
        try (RevWalk commits = new RevWalk(git.getRepository());
                TreeWalk tree = TreeWalk.forPath(
                        git.getRepository(), path, commits.parseCommit(tip()).getTree())) {
            return new String(git.getRepository().open(tree.getObjectId(0)).getBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Everything in the folder but objects and the branch. */
    private Map<String, String> rest() throws IOException {
        Map<String, String> rest = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(path -> !path.startsWith(".git/objects/") && !path.equals(".git/" + REF))
                    .forEach(path -> rest.put(path, read(path)));
        }
        return rest;
    }

    private String read(String path) {
        try {
            return HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void applyMakesTheBranchBesideADirtyWorkTreeAndLeavesThatByteForByte() throws Exception {
        Files.writeString(folder.resolve("sum.py"), "half a thought");
        Files.writeString(folder.resolve("staged"), "of another");
        git.add().addFilepattern("staged").call();
        Map<String, String> before = rest();
        Output output = mgx(Map.of("MGX_GIT_AUTHOR", "Grace <g@example.org>"), "apply", "last", "--repo", folder + "");
        assertThat(output.exitCode()).as(output.err()).isZero();
        String short7 = base.substring(0, 7);
        assertThat(output.out())
                .isEqualTo("The branch %s has 1 commit on top of %s: git -C %s diff %s...%s\n"
                        .formatted(BRANCH, short7, folder, short7, BRANCH));
        assertThat(rest()).isEqualTo(before);
        assertThat(content("sum.py")).isEqualTo("def total(items):\n\treturn sum(items)\n");
        try (RevWalk commits = new RevWalk(git.getRepository())) {
            RevCommit made = commits.parseCommit(tip());
            assertThat(made.getParent(0).name()).isEqualTo(base);
            assertThat(made.getFullMessage()).isEqualTo("Mends the sum\n\nEngineer, run 1\n\nMGX-Task: " + ID + "\n");
            assertThat(made.getAuthorIdent().toExternalString()).isEqualTo("Grace <g@example.org> 1777863725 +0000");
            assertThat(made.getCommitterIdent()).isEqualTo(made.getAuthorIdent());
        }
    }

    @Test
    void applyMakesTheSameCommitsAgainAndGoesOnWithAFollowUp() throws Exception {
        apply();
        ObjectId first = tip();
        assertThat(apply().out()).startsWith("The branch " + BRANCH + " is up to date, with 1 commit on top of ");
        assertThat(tip()).isEqualTo(first);

        String object = ".git/objects/%s/%s"
                .formatted(first.name().substring(0, 2), first.name().substring(2));
        for (List<String> missing : List.of(List.of(".git/" + REF), List.of(".git/" + REF, object))) {
            for (String each : missing) { // as if it was killed before it had written them
                Files.delete(folder.resolve(each));
            }
            assertThat(apply().out()).startsWith("The branch " + BRANCH + " has 1 commit on top of ");
            assertThat(tip()).isEqualTo(first);
        }

        work(
                step("Mends the sum", "sum.py", "def total(items):\n\treturn sum(items)\n"),
                step("Tests it", "t.py", "1"));
        assertThat(apply().out()).startsWith("The branch " + BRANCH + " has 2 commits on top of ");
        try (RevWalk commits = new RevWalk(git.getRepository())) {
            assertThat(commits.parseCommit(tip()).getParent(0)).isEqualTo(first);
        }
    }

    @Test
    void applyLeavesABranchAloneThatAPersonMoved() throws Exception {
        apply();
        git.checkout().setName(BRANCH).call();
        ObjectId own = commit("mine", "of a person");
        git.checkout().setName("main").call();
        Output output = apply();
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.err()).startsWith("mgx: ").contains(BRANCH);
        assertThat(tip()).isEqualTo(own);
    }

    @Test
    void applyRefusesATaskOfAnotherRepositoryOrOfNoneAndWhatIsNoRepository() throws Exception {
        base = "0123456789012345678901234567890123456789";
        work(step("Mends the sum", "sum.py", "1"));
        Output unknown = apply();
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).startsWith("mgx: ").contains("0123456");
        assertThat(tip()).isNull();

        server.has("commits", "{\"commit\": null, \"commits\": []}");
        assertThat(apply().err()).contains("The task has no repository; one that is to have a branch is started with");
        Path none = Files.createTempDirectory("none");
        Output nowhere = mgx("apply", ID, "--repo", none.toString());
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains(none.toString());
        Files.delete(none);
    }

    @Test
    void applySaysThatNothingWasChanged() throws Exception {
        work();
        assertThat(apply().out()).isEqualTo("The task changed nothing, so there is nothing to commit\n");
        assertThat(tip()).isNull();
    }

    @Test
    void aWrongAuthorIsOneSentenceBeforeAnythingIsAsked() {
        Output output = mgx(Map.of("MGX_GIT_AUTHOR", "Grace"), "apply", ID, "--repo", folder.toString());
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.err())
                .isEqualTo("mgx: MGX_GIT_AUTHOR is 'Grace', but must be a name and an address like Ada Lovelace"
                        + " <ada@example.org>\n");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void diffAndExportPrintThePatchAsItIs() throws Exception {
        server.has("patch", PATCH);
        assertThat(mgx("diff").out()).isEqualTo(PATCH);
        assertThat(mgx("export", ID, "--patch", "-").out()).isEqualTo(PATCH);
        assertThat(mgx("diff", ID, "--stat").out()).isEqualTo("     +1      −2  sum.py\n1 file, +1 −2 lines\n");

        Path file = folder.resolve("fix.patch");
        assertThat(mgx("export", ID, "--patch", file.toString()).out()).isEqualTo("Wrote " + file + "\n");
        assertThat(file).hasContent(PATCH);
        Output again = mgx("export", ID, "--patch", file.toString());
        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("already exists; choose another name with --patch");
    }

    @Test
    void aPatchOfNothingIsNotWritten() {
        server.has("patch", "");
        Path file = folder.resolve("fix.patch");
        assertThat(mgx("diff", ID).err()).contains("No difference between the repository and the latest run");
        assertThat(mgx("export", ID, "--patch", file.toString()).err()).contains("changed nothing");
        assertThat(file).doesNotExist();
    }

    @Test
    void aTaskWhoseSourceIsRefusedIsDeletedAndAFailureIsSaid() {
        server.answer("PUT /api/tasks/%s/source".formatted(ID), 413, "{\"detail\": \"The source is too large\"}");
        server.answer("DELETE /api/tasks/" + ID, 204, "");
        Output output = mgx("run", "--repo", folder.toString(), "--test", "make test", "Mend the sum");
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.out()).contains("Source    1 file of main at " + base.substring(0, 7));
        assertThat(output.err()).contains("The source is too large");
        assertThat(server.requests())
                .anyMatch(request -> request.startsWith("POST /api/tasks {")
                        && request.contains("\"source\":\"upload\"")
                        && request.contains("\"test_command\":\"make test\""))
                .last()
                .isEqualTo("DELETE /api/tasks/%s ".formatted(ID));
    }

    /** What a run that the server is asked for ends with. */
    private void ends(String state) {
        server.answer("PUT /api/tasks/%s/source".formatted(ID), 200, "{}");
        server.answer("POST /api/tasks/%s/run".formatted(ID), 200, "{\"status\": \"started\"}");
        server.answer("POST /api/tasks/%s/messages".formatted(ID), 200, "{}");
        server.has("state", state);
    }

    @Test
    void runEndsWithTheBranchAndSayMovesItOn() throws Exception {
        ends("""
                {"status": "SUCCEEDED", "run": 1, "last_event_id": 9,
                 "final_result": {"summary": "Mended it.", "verified": true, "files": ["sum.py"], "checks": []}}""");
        Output output = mgx("run", "--repo", folder.toString(), "Mend the sum");
        assertThat(output.exitCode()).as(output.err()).isZero();
        String short7 = base.substring(0, 7);
        assertThat(output.out())
                .contains(
                        "Source    1 file of main at " + short7,
                        "Done. Mended it.",
                        "Branch        %s has 1 commit on top of %s: git -C %s diff main...%s\n"
                                .formatted(BRANCH, short7, folder, BRANCH))
                .doesNotContain("mgx export");
        assertThat(server.requests())
                .anyMatch(request -> request.startsWith("PUT /api/tasks/%s/source?commit=%s PK".formatted(ID, base))
                        && request.contains("sum.py"));
        ObjectId first = tip();

        assertThat(mgx("say", ID, "and test it").out())
                .contains("Branch        %s; to make it, or to move it on: mgx apply 01999999 --server "
                        .formatted(BRANCH));
        assertThat(tip()).isEqualTo(first);
        work(
                step("Mends the sum", "sum.py", "def total(items):\n\treturn sum(items)\n"),
                step("Tests it", "t.py", "1"));
        assertThat(mgx("say", ID, "and test it", "--repo", folder.toString()).out())
                .contains("Branch        %s has 2 commits on top of ".formatted(BRANCH));
        assertThat(content("t.py")).isEqualTo("1");
    }

    @Test
    void aRunThatFailedKeepsItsBranchOnTopOfWhatIsNotCommitted() throws Exception {
        ends("{\"status\": \"FAILED\", \"error_message\": \"2 of 3 checks fail\", \"final_result\": null}");
        String head = base;
        Files.writeString(folder.resolve("sum.py"), "of a person");
        Files.writeString(folder.resolve("new.py"), "new");
        Map<String, String> before = rest();
        work();
        Output nothing = mgx("run", "--repo", folder.toString(), "--include-changes", "Mend the sum");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.out())
                .contains(
                        "Source    2 files of main at %s, with 2 uncommitted changes beside it"
                                .formatted(head.substring(0, 7)),
                        "FAILED. 2 of 3 checks fail",
                        "Branch        no commits, because nothing was changed");
        base = tip().name();
        assertThat(server.requests())
                .anyMatch(request -> request.startsWith("PUT /api/tasks/%s/source?commit=%s PK".formatted(ID, base)));
        assertThat(content("sum.py")).isEqualTo("of a person");
        try (RevWalk commits = new RevWalk(git.getRepository())) {
            RevCommit uncommitted = commits.parseCommit(tip());
            assertThat(uncommitted.getParent(0).name()).isEqualTo(head);
            assertThat(uncommitted.getFullMessage())
                    .isEqualTo("Changes that were not committed\n\nMGX-Task: %s\n".formatted(ID));
        }

        work(step("Mends the sum", "sum.py", "of the team"));
        Output failed = mgx("run", "--repo", folder.toString(), "--include-changes", "Mend the sum");
        assertThat(failed.exitCode()).isEqualTo(1);
        String short7 = base.substring(0, 7);
        assertThat(failed.out())
                .contains("has 1 commit on top of %1$s: git -C %2$s diff %1$s...".formatted(short7, folder));
        assertThat(content("new.py")).isEqualTo("new");
        assertThat(rest()).isEqualTo(before);
    }

    @Test
    void aConflictAtTheEndOfARunIsSaidBesideItsReport() throws Exception {
        ends("{\"status\": \"SUCCEEDED\", \"final_result\": {\"summary\": \"Mended it.\", \"verified\": true}}");
        git.branchCreate().setName(BRANCH).call();
        git.checkout().setName(BRANCH).call();
        ObjectId own = commit("mine", "of a person");
        git.checkout().setName("main").call();
        Output output = mgx("run", "--repo", folder.toString(), "Mend the sum");
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.out()).contains("Done. Mended it.", "to make it, or to move it on: mgx apply 01999999");
        assertThat(output.err()).contains("somebody moved it");
        assertThat(tip()).isEqualTo(own);
    }

    @Test
    void aRepositoryForATaskThatHasNoneIsRefusedBeforeItRuns() throws Exception {
        server.close();
        server = new StubTaskServer(Map.of());
        server.has("state", "{\"status\": \"SUCCEEDED\", \"last_event_id\": 7}");
        Output output = mgx("say", ID, "--repo", folder.toString(), "greet the user");
        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(output.err()).contains("The task has no repository, so leave out --repo");
        assertThat(server.requests()).noneMatch(request -> request.startsWith("POST"));
    }
}
