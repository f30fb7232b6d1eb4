package dev.mgx.repository;

import static dev.mgx.repository.GitFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories that are not as most are: read all the same, or refused with a sentence that says why. */
@Timeout(20)
class UnusualRepositoryTest {
    @TempDir
    Path temp;

    private GitFixture fixture;

    @BeforeEach
    void create() throws GitAPIException {
        fixture = GitFixture.create(temp.resolve("project"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path folder, boolean includeChanges) {
        return assertThatThrownBy(() -> GitFixture.read(folder, includeChanges)).isInstanceOf(UnusableRepository.class);
    }

    private void config(String lines) throws IOException {
        fixture.write(".git/config", Files.readString(fixture.file(".git/config")) + lines);
    }

    @Test
    void anEmptyRepositoryNeedsACommit() {
        assertRefused(fixture.folder, false).hasMessageContaining("no commit yet; make the first one");
    }

    @Test
    void noRepositoryIsTold() throws Exception {
        Path nothing = Files.createDirectory(temp.resolve("nothing"));

        assertRefused(nothing, false).hasMessageContaining("is not in a repository of Git");
        assertRefused(nothing.resolve("absent"), false).hasMessageContaining("There is no ");
        assertRefused(Files.writeString(nothing.resolve("file"), "x"), false).hasMessageContaining("is a file");
    }

    /** Root may read everything, so the file system says it here. */
    @Test
    void aFolderWithoutPermissionIsTold() {
        Path denied = (Path) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw new AccessDeniedException("/somebody/else");
                });

        assertRefused(denied, false).hasMessage("/somebody/else may not be read by this user");
    }

    @Test
    void aFolderWithinTheWorkTreeStandsForTheRepository() throws Exception {
        fixture.write("src/deep/a.txt", "a");
        fixture.commit();

        assertThat(texts(GitFixture.read(fixture.file("src/deep"), true))).containsOnlyKeys("src/deep/a.txt");
    }

    @Test
    void aBareRepositoryIsReadButHasNoChanges() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        Path bare = temp.resolve("bare.git");
        Git.cloneRepository()
                .setURI(fixture.folder.toString())
                .setDirectory(bare.toFile())
                .setBare(true)
                .call()
                .close();

        Source source = GitFixture.read(bare, false);

        assertThat(texts(source)).containsExactly(Map.entry("a.txt", "a"));
        assertThat(source.branch()).isEqualTo("main");
        assertRefused(bare, true).hasMessageContaining("is bare");
    }

    @Test
    void aShallowCloneIsReadAndGetsABranch() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        fixture.write("a.txt", "b");
        RevCommit commit = fixture.commit();
        Path shallow = temp.resolve("shallow");
        Git.cloneRepository()
                .setURI(fixture.folder.toUri().toString())
                .setDirectory(shallow.toFile())
                .setDepth(1)
                .call()
                .close();

        assertThat(shallow.resolve(".git/shallow")).exists();
        assertThat(texts(GitFixture.read(shallow, true))).containsExactly(Map.entry("a.txt", "b"));
        try (LocalRepository repository = LocalRepository.open(shallow)) {
            assertThat(BranchTest.write(repository, commit.name(), BranchTest.step("New", "new.txt", "x"))
                            .moved())
                    .isTrue();
        }
    }

    @Test
    void aDetachedHeadHasNoBranch() throws Exception {
        fixture.write("a.txt", "a");
        RevCommit commit = fixture.commit();
        fixture.git.checkout().setName(commit.name()).call();

        Source source = fixture.read();

        assertThat(source.branch()).isNull();
        assertThat(source.commit()).isEqualTo(commit.name());
    }

    @Test
    @EnabledIf("dev.mgx.repository.RealGit#isHere")
    void aLinkedWorktreeHasItsOwnHeadAndFilesAndTheBranchesOfAll() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        Path linked = temp.resolve("linked");
        RealGit.run(fixture.folder, "worktree", "add", "-b", "side", linked.toString());
        Files.writeString(linked.resolve("a.txt"), "side");
        RealGit.run(linked, "commit", "-a", "-m", "Side");
        Files.writeString(linked.resolve("new.txt"), "new");

        Source source = GitFixture.read(linked, true);

        assertThat(source.branch()).isEqualTo("side");
        assertThat(texts(source)).containsExactly(Map.entry("a.txt", "side"), Map.entry("new.txt", "new"));
        assertThat(texts(fixture.read(true))).containsExactly(Map.entry("a.txt", "a"));
        try (LocalRepository repository = LocalRepository.open(linked)) {
            BranchResult written = BranchTest.write(repository, source.commit(), BranchTest.step("B", "b.txt", "b"));
            assertThat(fixture.repository().resolve(BranchTest.BRANCH).name()).isEqualTo(written.commit());
        }
        assertThat(RealGit.run(linked, "status", "--porcelain")).isEqualTo("?? new.txt\n");
    }

    @ParameterizedTest
    @CsvSource({
        "rebase-merge/done, a rebase",
        "rebase-apply/next, a rebase",
        "MERGE_HEAD, a merge",
        "CHERRY_PICK_HEAD, a cherry-pick",
        "REVERT_HEAD, a revert",
        "BISECT_LOG, a bisect"
    })
    void whatIsUnfinishedIsTold(String trace, String what) throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        fixture.write(".git/" + trace, "");

        assertThat(fixture.read(true).notes())
                .containsExactly(
                        "The repository is in the middle of %s; what is read is how far it has come".formatted(what));
    }

    @Test
    void conflictsAreRefusedWithChangesAndReadWithout() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        DirCache index = fixture.repository().lockDirCache();
        DirCacheBuilder builder = index.builder();
        for (int stage = 1; stage <= 3; stage++) {
            DirCacheEntry entry = new DirCacheEntry("a.txt", stage);
            entry.setFileMode(FileMode.REGULAR_FILE);
            entry.setObjectId(fixture.blob("side " + stage));
            builder.add(entry);
        }
        assertThat(builder.commit()).isTrue();

        assertRefused(fixture.folder, true)
                .hasMessage("The work tree has conflicts in a.txt; resolve them, or leave out the changes");
        assertThat(texts(fixture.read())).containsOnlyKeys("a.txt");
    }

    @Test
    void whatASparseCheckoutLeavesOutIsNotDeleted() throws Exception {
        fixture.write("here.txt", "here");
        fixture.write("away.txt", "away");
        fixture.commit();
        DirCache index = fixture.repository().lockDirCache();
        DirCacheEditor editor = index.editor();
        editor.add(new DirCacheEditor.PathEdit("away.txt") {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setAssumeValid(true);
            }
        });
        assertThat(editor.commit()).isTrue();
        Files.delete(fixture.file("away.txt"));

        Source source = fixture.read(true);

        assertThat(texts(source)).containsOnlyKeys("away.txt", "here.txt");
        assertThat(source.changes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[extensions]\\n objectFormat = sha256 | names its objects by sha256; only sha1 is known",
                "[extensions]\\n refStorage = reftable | keeps its branches as reftable; only files is known",
                "[extensions]\\n tomorrow = true | needs the extension tomorrow",
                "[core]\\n repositoryformatversion = 2 | has format 2 of repositories; 0 and 1 are known",
                "[core]\\n worktree = / | core.worktree of",
                "[core | cannot be read",
            })
    void aFormatThatIsNotKnownIsRefused(String lines, String why) throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        config("\n" + lines.replace("\\n", "\n") + "\n");

        assertRefused(fixture.folder, false).hasMessageContaining(why);
    }

    @Test
    void whatTheFormatMayNameWithoutHarmIsRead() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        config("""

                [core]
                  repositoryformatversion = 1
                  worktree = ..
                [extensions]
                  objectFormat = sha1
                  partialClone = origin
                [include]
                  path = /dev/zero
                """);

        assertThat(texts(fixture.read(true))).containsOnlyKeys("a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob", "tree", "commit"})
    void aMissingObjectIsNamed(String type) throws Exception {
        fixture.write("a.txt", "a");
        RevCommit commit = fixture.commit();
        Files.delete(object(type, commit));

        assertRefused(fixture.folder, false)
                .hasMessageMatching("The (file \"a.txt\" of the commit|folder \"\"|commit [0-9a-f]{40}) is missing or"
                        + " broken .*git fsck.*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blob", "tree", "commit"})
    void aGarbledObjectIsNamed(String type) throws Exception {
        fixture.write("a.txt", "a");
        RevCommit commit = fixture.commit();
        Path object = object(type, commit);
        Files.delete(object);
        Files.writeString(object, "garbage that nobody deflated");

        assertRefused(fixture.folder, false).hasMessageContaining("is missing or broken");
    }

    private Path object(String type, RevCommit commit) throws IOException {
        ObjectId id = switch (type) {
            case "blob" -> fixture.blob("a");
            case "tree" -> commit.getTree();
            default -> commit;
        };
        return fixture.file(".git/objects/%s/%s"
                .formatted(id.name().substring(0, 2), id.name().substring(2)));
    }

    @Test
    void anIndexThatCannotBeReadIsToldAndNotNeededWithoutChanges() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        fixture.write(".git/index", "DIRC\0\0\0\2\u007f\u007f\u007f\u007f");

        assertRefused(fixture.folder, true).hasMessageContaining("do not fit into it");
        assertThat(texts(fixture.read())).containsOnlyKeys("a.txt");
    }

    /** Somebody's folder must not be able to name a repository of who reads it. */
    @Test
    void aFolderThatLeadsToARepositoryWhichDoesNotLeadBackIsRefused() throws Exception {
        fixture.write("private.txt", "private");
        fixture.commit();
        Path file = Files.createDirectory(temp.resolve("file"));
        Files.writeString(file.resolve(".git"), "gitdir: ../project/.git\n");
        Path link = Files.createDirectory(temp.resolve("link"));
        Files.createSymbolicLink(link.resolve(".git"), fixture.file(".git"));
        Path common = Files.createDirectories(temp.resolve("common/.git"));
        Files.writeString(common.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(common.resolve("commondir"), "../../project/.git\n");

        assertRefused(file, false).hasMessageContaining("does not lead back");
        assertRefused(link, false).hasMessageContaining("is a link");
        assertRefused(common.resolveSibling(""), false).hasMessageContaining("of which this is no worktree");
    }

    @Test
    void objectsThatAreSharedAreReadAndTheirOwnerGetsNone() throws Exception {
        fixture.write("a.txt", "a");
        RevCommit commit = fixture.commit();
        try (GitFixture borrower = GitFixture.create(temp.resolve("borrower"))) {
            borrower.write(".git/objects/info/alternates", fixture.file(".git/objects") + "\n");
            borrower.write(".git/refs/heads/main", commit.name() + "\n");
            Map<String, String> before = GitFixture.everything(fixture.folder);

            assertThat(texts(borrower.read())).containsOnlyKeys("a.txt");
            try (LocalRepository repository = LocalRepository.open(borrower.folder)) {
                BranchTest.write(repository, commit.name(), BranchTest.step("New", "b.txt", "b"));
            }

            assertThat(GitFixture.everything(fixture.folder)).isEqualTo(before);
        }
    }
}
