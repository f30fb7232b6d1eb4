package dev.mgx.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.assertj.core.api.AbstractThrowableAssert;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A branch is set to a chain of commits, and nothing else in the repository changes. */
@Timeout(20)
class BranchTest {
    static final String BRANCH = "mgx/1234abcd";
    static final Author AUTHOR = new Author("MGX Engine", "mgx@localhost");
    private static final ObjectId SOME_COMMIT = ObjectId.fromString("1234567812345678123456781234567812345678");

    @TempDir
    Path temp;

    private GitFixture fixture;
    private String base = "";

    @BeforeEach
    void create() throws GitAPIException, IOException {
        fixture = GitFixture.create(temp.resolve("project"));
        fixture.write("src/main.py", "print(1)\n");
        fixture.write("src/same.py", "same\n");
        fixture.write("docs/old.md", "old\n");
        base = fixture.commit().name();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static BranchResult write(LocalRepository repository, String base, StepCommit... commits)
            throws UnusableRepository {
        return repository.write(BRANCH, base, List.of(commits), AUTHOR);
    }

    /** A commit of paths and texts by turns; a text "-" deletes. */
    static StepCommit step(String message, String... files) {
        Map<String, Optional<byte[]>> changes = new HashMap<>();
        for (int i = 0; i < files.length; i += 2) {
            changes.put(
                    files[i], files[i + 1].equals("-") ? Optional.empty() : Optional.of(files[i + 1].getBytes(UTF_8)));
        }
        return new StepCommit(message, Instant.ofEpochSecond(1_700_000_100 + message.length()), changes);
    }

    private BranchResult write(StepCommit... commits) throws UnusableRepository {
        try (LocalRepository repository = LocalRepository.open(fixture.folder)) {
            return write(repository, base, commits);
        }
    }

    private ObjectId branch() throws IOException {
        return fixture.repository().resolve("refs/heads/" + BRANCH);
    }

    @Test
    void theBranchHasACommitPerStepAndEverythingElseIsAsItWas() throws Exception {
        fixture.write("src/main.py", "not committed\n");
        SortedMap<String, String> before = GitFixture.everything(fixture.folder);

        BranchResult result = write(
                step("Mend the sum", "src/main.py", "print(2)\n"),
                step("Add a file\n\nAnd say why.", "a b/数据/it's \"quoted\".txt", "x", "docs/old.md", "-"));

        assertThat(result.commits()).isEqualTo(2);
        assertThat(result.moved()).isTrue();
        assertThat(branch().name()).isEqualTo(result.commit());
        assertThat(fixture.files(result.commit()))
                .containsExactly(
                        Map.entry("a b/数据/it's \"quoted\".txt", "100644 x"),
                        Map.entry("src/main.py", "100644 print(2)\n"),
                        Map.entry("src/same.py", "100644 same\n"));
        try (RevWalk walk = new RevWalk(fixture.repository())) {
            RevCommit last = walk.parseCommit(branch());
            RevCommit first = walk.parseCommit(last.getParent(0));
            assertThat(first.getParent(0).name()).isEqualTo(base);
            assertThat(first.getFullMessage()).isEqualTo("Mend the sum\n");
            assertThat(last.getFullMessage()).isEqualTo("Add a file\n\nAnd say why.\n");
            assertThat(first.getAuthorIdent().toExternalString())
                    .isEqualTo("MGX Engine <mgx@localhost> 1700000112 +0000");
            assertThat(first.getCommitterIdent()).isEqualTo(first.getAuthorIdent());
        }
        SortedMap<String, String> after = GitFixture.everything(fixture.folder);
        assertThat(after).containsAllEntriesOf(before);
        after.keySet().removeAll(before.keySet());
        assertThat(after.keySet())
                .allMatch(each -> each.matches("\\.git/objects/[0-9a-f]{2}/[0-9a-f]{38}")
                        || each.equals(".git/refs/heads/" + BRANCH));
    }

    @Test
    void modesLinksAndSubmodulesStayAsTheyAre() throws Exception {
        ObjectId oldTree = fixture.tree(GitTree.Entry.of(FileMode.REGULAR_FILE, "x", fixture.blob("x")));
        base = fixture.commitTree(fixture.tree(
                        GitTree.Entry.of(FileMode.EXECUTABLE_FILE, "run.sh", fixture.blob("old")),
                        GitTree.Entry.of(FileMode.SYMLINK, "link", fixture.blob("run.sh")),
                        GitTree.Entry.of(FileMode.GITLINK, "library", SOME_COMMIT),
                        new GitTree.Entry(FileMode.REGULAR_FILE.getBits(), "caf\u00e9", fixture.blob("raw")),
                        new GitTree.Entry(0100664, "group.txt", fixture.blob("g")),
                        GitTree.Entry.of(FileMode.TREE, "untouched", oldTree)))
                .name();

        BranchResult result = write(step("Change", "run.sh", "new", "link", "-", "library", "-", "library/x", "-"));

        try (ObjectReader objects = fixture.repository().newObjectReader();
                RevWalk walk = new RevWalk(objects)) {
            GitTree tree = GitTree.read(
                    walk.parseCommit(ObjectId.fromString(result.commit())).getTree(), objects);
            assertThat(tree.entries())
                    .containsExactlyInAnyOrder(
                            GitTree.Entry.of(FileMode.EXECUTABLE_FILE, "run.sh", fixture.blob("new")),
                            GitTree.Entry.of(FileMode.SYMLINK, "link", fixture.blob("run.sh")),
                            GitTree.Entry.of(FileMode.GITLINK, "library", SOME_COMMIT),
                            new GitTree.Entry(FileMode.REGULAR_FILE.getBits(), "caf\u00e9", fixture.blob("raw")),
                            new GitTree.Entry(0100664, "group.txt", fixture.blob("g")),
                            GitTree.Entry.of(FileMode.TREE, "untouched", oldTree));
        }
    }

    @Test
    void aFileBecomesAFolderAndAFolderAFile() throws Exception {
        BranchResult result = write(
                step("File to folder", "src/main.py", "-", "src/main.py/part.py", "x"),
                step("Folder to file", "docs", "now a file", "docs/old.md", "-"),
                step("And back", "src/main.py", "again", "src/main.py/part.py", "-", "docs", "-", "docs/a/b.md", "b"));

        assertThat(result.commits()).isEqualTo(3);
        assertThat(fixture.files(result.commit()))
                .containsExactly(
                        Map.entry("docs/a/b.md", "100644 b"),
                        Map.entry("src/main.py", "100644 again"),
                        Map.entry("src/same.py", "100644 same\n"));
    }

    @Test
    void whatIsInTheWayOfAFileIsRefused() throws Exception {
        base = fixture.commitTree(fixture.tree(
                        GitTree.Entry.of(FileMode.SYMLINK, "link", fixture.blob("/etc")),
                        GitTree.Entry.of(FileMode.GITLINK, "library", SOME_COMMIT),
                        GitTree.Entry.of(
                                FileMode.TREE,
                                "folder",
                                fixture.tree(GitTree.Entry.of(FileMode.SYMLINK, "link", fixture.blob("x"))))))
                .name();

        assertRefused(step("", "link", "x")).hasMessageContaining("is a link in the repository");
        assertRefused(step("", "link/passwd", "x")).hasMessageContaining("is a link in the repository");
        assertRefused(step("", "library/a", "x")).hasMessageContaining("is a submodule in the repository");
        assertRefused(step("", "folder", "x")).hasMessageContaining("is a folder that keeps something");
        assertRefused(step("", "a", "x", "a/b", "x")).hasMessageContaining("both a file and a folder");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(StepCommit... commits) throws IOException {
        SortedMap<String, String> before = GitFixture.everything(fixture.folder);
        var refusal = assertThatThrownBy(() -> write(commits)).isInstanceOf(UnusableRepository.class);
        assertThat(GitFixture.everything(fixture.folder)).isEqualTo(before);
        return refusal;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", ".git/hooks/pre-commit", "/etc/passwd", "a/../../x", "a//b", ".GIT/config"})
    void aPathThatLeadsOutIsRefused(String path) throws Exception {
        assertRefused(step("Out", path, "x")).hasMessageContaining("cannot be a project file");
    }

    @Test
    void commitsThatChangeNothingAreLeftOut() throws Exception {
        assertThat(write(step("Nothing", "src/same.py", "same\n", "absent", "-", "absent/a", "-", "src", "-")))
                .isEqualTo(new BranchResult(base, 0, false));
        assertThat(branch()).isNull();
        assertThat(write(step("Nothing"), step("All", "src/main.py", "-", "src/same.py", "-", "docs/old.md", "-"))
                        .commits())
                .isEqualTo(1);
        assertThat(fixture.files(branch().name())).isEmpty();
    }

    @Test
    void aBranchThatSomebodyMovedIsAConflict() throws Exception {
        write(step("One", "src/main.py", "1"));
        ObjectId theirs = fixture.commitTree(fixture.tree());
        fixture.git
                .branchCreate()
                .setName(BRANCH)
                .setStartPoint(theirs.name())
                .setForce(true)
                .call();

        assertRefused(step("One", "src/main.py", "1"), step("Two", "src/main.py", "2"))
                .isInstanceOf(BranchConflict.class)
                .hasMessageContaining("somebody moved it");
        assertThat(branch()).isEqualTo(theirs);
    }

    @Test
    void aBranchThatIsAnotherNameOfOneIsAConflict() throws Exception {
        fixture.write(".git/refs/heads/" + BRANCH, "ref: refs/heads/main\n");

        assertRefused(step("One", "src/main.py", "1")).isInstanceOf(BranchConflict.class);
    }

    @Test
    void aBranchThatIsCheckedOutIsAConflictUntilAnotherOneIs() throws Exception {
        StepCommit first = step("One", "src/main.py", "1");
        StepCommit second = step("Two", "src/main.py", "2");
        write(first);
        fixture.git.checkout().setName(BRANCH).call();

        assertThat(write(first).moved()).isFalse();
        assertRefused(first, second).isInstanceOf(BranchConflict.class).hasMessageContaining("is checked out");
        fixture.git.checkout().setName("main").call();
        fixture.write(".git/worktrees/side/HEAD", "ref: refs/heads/%s\n".formatted(BRANCH));
        assertRefused(first, second).isInstanceOf(BranchConflict.class).hasMessageContaining("worktrees/side");
        Files.delete(fixture.file(".git/worktrees/side/HEAD"));
        assertThat(write(first, second).moved()).isTrue();
    }

    @Test
    void whatStandsInTheWayOfTheBranchIsNamed() throws Exception {
        StepCommit step = step("One", "src/main.py", "1");
        fixture.write(".git/refs/heads/%s.lock".formatted(BRANCH), "");
        assertThatThrownBy(() -> write(step))
                .isInstanceOf(UnusableRepository.class)
                .hasMessageContaining(".lock");
        Files.delete(fixture.file(".git/refs/heads/%s.lock".formatted(BRANCH)));
        Files.delete(fixture.file(".git/refs/heads/mgx"));
        fixture.git.branchCreate().setName("mgx").call();
        assertRefused(step).hasMessageContaining("There is a branch mgx, beside which");
        fixture.git.branchDelete().setBranchNames("mgx").setForce(true).call();
        Files.createSymbolicLink(fixture.file(".git/refs/heads/mgx"), Files.createDirectory(temp.resolve("outside")));
        assertRefused(step).hasMessageContaining("is a link, through which nothing is written");
        assertThat(temp.resolve("outside")).isEmptyDirectory();
    }

    @Test
    void aBaseThatIsNoCommitIsRefused() throws Exception {
        base = "main";
        assertRefused(step("One", "a", "1")).hasMessageContaining("has 40 hexadecimal digits");
        base = SOME_COMMIT.name();
        assertRefused(step("One", "a", "1")).hasMessageContaining("is missing or broken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a<b", "a>b", "a\0b"})
    void anAuthorFitsIntoACommit(String text) {
        assertThatThrownBy(() -> new Author(text, "a@b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Author("A", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyObjectIsAsItShouldBe() throws Exception {
        BranchResult result = write(
                step("a-b", "a-b", "x", "a/x", "x", "a.b", "x", "a0", "x"),
                step("Message with \0 and \r\n in it", "数据", "x", "src/a/b/c/d.txt", "x"));

        ObjectChecker checker = new ObjectChecker();
        try (ObjectReader objects = fixture.repository().newObjectReader();
                RevWalk walk = new RevWalk(objects)) {
            RevCommit commit = walk.parseCommit(ObjectId.fromString(result.commit()));
            assertThat(commit.getFullMessage()).isEqualTo("Message with  and \n in it\n");
            checker.checkCommit(objects.open(commit).getBytes());
            checker.checkTree(objects.open(commit.getTree()).getBytes());
        }
        if (RealGit.isHere()) {
            assertThat(RealGit.run(fixture.folder, "fsck", "--strict", "--full", "--no-dangling"))
                    .isEmpty();
        }
    }

    @Test
    @EnabledIf("dev.mgx.repository.RealGit#isHere")
    void packedAndIndexedRepositoriesAreReadAndWritten() throws Exception {
        RealGit.run(fixture.folder, "repack", "-adb");
        RealGit.run(fixture.folder, "pack-refs", "--all");
        RealGit.run(fixture.folder, "commit-graph", "write", "--reachable", "--changed-paths");
        RealGit.run(fixture.folder, "multi-pack-index", "write");

        assertThat(fixture.read(true).files()).hasSize(3);
        BranchResult first = write(step("One", "src/main.py", "1"));
        RealGit.run(fixture.folder, "pack-refs", "--all");
        BranchResult second = write(step("One", "src/main.py", "1"), step("Two", "src/main.py", "2"));

        assertThat(RealGit.run(fixture.folder, "rev-list", BRANCH).lines())
                .containsExactly(second.commit(), first.commit(), base);
        assertThat(RealGit.run(fixture.folder, "status", "--porcelain")).isEmpty();
        assertThat(Arrays.asList(RealGit.run(fixture.folder, "fsck", "--strict", "--no-progress")
                        .split("\n")))
                .containsExactly("");
    }
}
