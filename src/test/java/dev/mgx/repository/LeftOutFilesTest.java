package dev.mgx.repository;

import static dev.mgx.repository.GitFixture.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a repository is no part of its source, each told; and what is too much. */
@Timeout(20)
class LeftOutFilesTest {
    private static final ObjectId SOME_COMMIT = ObjectId.fromString("1234567812345678123456781234567812345678");
    private static final long TWO_GIGABYTES = 2L << 30;

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

    private GitTree.Entry file(String name, String text) throws IOException {
        return GitTree.Entry.of(FileMode.REGULAR_FILE, name, fixture.blob(text));
    }

    @Test
    void linksSubmodulesAndPointersOfLfsAreNamed() throws Exception {
        fixture.commitTree(fixture.tree(
                file("a.txt", "a"),
                GitTree.Entry.of(FileMode.SYMLINK, "link", fixture.blob("/etc/passwd")),
                GitTree.Entry.of(FileMode.GITLINK, "library", SOME_COMMIT),
                file("film.mp4", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n")));

        Source source = fixture.read();

        assertThat(texts(source)).containsExactly(Map.entry("a.txt", "a"));
        assertThat(source.notes())
                .containsExactly(
                        "Left out: link is a link, which is not followed",
                        "Left out: library is a submodule; only its commit is here",
                        "Left out: film.mp4 is kept by Git LFS; only a pointer to it is here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".git", "/etc/passwd", "a\\b", "C:", ".vscode", "a\u202eb", "con", "-\n-"})
    void aNameThatLeadsOutOrIsObeyedIsLeftOut(String name) throws Exception {
        ObjectId tree = fixture.tree(file("inner.txt", "x"));
        fixture.commitTree(fixture.tree(
                file("a.txt", "a"),
                GitTree.Entry.of(FileMode.TREE, name, tree),
                GitTree.Entry.of(FileMode.REGULAR_FILE, name + name, fixture.blob("x"))));

        Source source = fixture.read();

        assertThat(texts(source)).containsKey("a.txt").doesNotContainKey(name + "/inner.txt");
        assertThat(source.notes())
                .isNotEmpty()
                .allSatisfy(note -> assertThat(note).startsWith("Left out: \"").contains("cannot be a project file"))
                .allSatisfy(note -> assertThat(note).doesNotContain("\n", "\u202e"));
    }

    @Test
    void aNameThatIsNotUtf8IsLeftOut() throws Exception {
        fixture.commitTree(fixture.tree(
                file("a.txt", "a"),
                new GitTree.Entry(FileMode.REGULAR_FILE.getBits(), "caf\u00e9", fixture.blob("x"))));

        Source source = fixture.read();

        assertThat(texts(source)).containsOnlyKeys("a.txt");
        assertThat(source.notes()).singleElement().asString().contains("not UTF-8");
    }

    @Test
    void namesThatDifferOnlyByCaseAreTold() throws Exception {
        fixture.commitTree(fixture.tree(file("README.md", "a"), file("readme.md", "b"), file("other", "c")));

        Source source = fixture.read();

        assertThat(texts(source)).hasSize(3);
        assertThat(source.notes())
                .containsExactly(
                        "Names that differ only by case are one file on other systems: README.md and readme.md");
    }

    @Test
    void ofManyPathsAFewAreNamedAndAllAreCounted() throws Exception {
        GitTree.Entry[] links = new GitTree.Entry[1_000];
        for (int i = 0; i < links.length; i++) {
            links[i] = GitTree.Entry.of(FileMode.SYMLINK, "link%04d".formatted(i), SOME_COMMIT);
        }
        fixture.commitTree(fixture.tree(links));

        assertThat(fixture.read().notes())
                .containsExactly("Left out: link0000, link0001, link0002, link0003, link0004 and 995 more are links,"
                        + " which are not followed");
    }

    /** A loose object whose header alone says its length. */
    @Test
    void theLengthOfAFileIsAskedBeforeItIsRead() throws Exception {
        ObjectId claimed = fixture.blob("a stand-in for two gigabytes");
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(raw)) {
            deflated.write("blob %d\0and little more".formatted(TWO_GIGABYTES).getBytes(StandardCharsets.UTF_8));
        }
        Path object = fixture.file(".git/objects/%s/%s"
                .formatted(claimed.name().substring(0, 2), claimed.name().substring(2)));
        Files.delete(object);
        Files.write(object, raw.toByteArray());
        fixture.commitTree(
                fixture.tree(file("a.txt", "a"), GitTree.Entry.of(FileMode.REGULAR_FILE, "huge.bin", claimed)));

        Source source = fixture.read();

        assertThat(texts(source)).containsOnlyKeys("a.txt");
        assertThat(source.notes()).containsExactly("Left out: huge.bin (2,048.0 MiB) is longer than a file may be");
    }

    @Test
    void aTrackedFileThatGrewToTwoGigabytesIsLeftOut() throws Exception {
        fixture.write("log.txt", "a");
        fixture.write("a.txt", "a");
        fixture.commit();
        for (String name : List.of("log.txt", "untracked.bin")) {
            try (RandomAccessFile sparse =
                    new RandomAccessFile(fixture.file(name).toFile(), "rw")) {
                sparse.setLength(TWO_GIGABYTES);
            }
        }

        Source source = fixture.read(true);

        assertThat(texts(source)).containsOnlyKeys("a.txt");
        assertThat(source.changes()).isEmpty();
        assertThat(source.notes())
                .containsExactly(
                        "Left out: log.txt (2,048.0 MiB), untracked.bin (2,048.0 MiB) are longer than a file may be");
    }

    @Test
    void moreFilesOrBytesThanTheLimitsAreRefusedWithBothNumbers() throws Exception {
        GitTree.Entry[] many = new GitTree.Entry[50_000];
        ObjectId blob = fixture.blob("0123456789");
        for (int i = 0; i < many.length; i++) {
            many[i] = GitTree.Entry.of(FileMode.REGULAR_FILE, "f" + i, blob);
        }
        fixture.commitTree(fixture.tree(many));

        try (LocalRepository repository = LocalRepository.open(fixture.folder)) {
            assertThatThrownBy(() -> repository.read(false, SourceLimits.DEFAULT))
                    .isInstanceOf(UnusableRepository.class)
                    .hasMessage("The repository has 50,000 files; at most 20,000 are read. Name one with less in it, or"
                            + " raise the limit");
            fixture.commitTree(fixture.tree(Arrays.copyOf(many, 300)));
            assertThatThrownBy(() -> repository.read(false, new SourceLimits(300, 2_999, 10)))
                    .hasMessage("The repository has 3,000 bytes in 300 files; at most 2,999 bytes are read. Name one"
                            + " with less in it, or raise the limit");
            assertThat(repository.read(false, new SourceLimits(300, 3_000, 10)).files())
                    .hasSize(300);
        }
    }

    /** Ten folders of ten folders of … : a dozen objects that stand for more than could ever be walked. */
    @Test
    void aTreeOfMoreFilesThanCanBeCountedIsRefused() throws Exception {
        ObjectId tree = fixture.tree();
        for (int depth = 0; depth < 20; depth++) {
            GitTree.Entry[] same = new GitTree.Entry[10];
            for (int i = 0; i < same.length; i++) {
                same[i] = GitTree.Entry.of(FileMode.TREE, "d" + i, tree);
            }
            tree = fixture.tree(same);
        }
        fixture.commitTree(tree);

        assertThatThrownBy(fixture::read)
                .isInstanceOf(UnusableRepository.class)
                .hasMessageContaining("more than 1,000,000");
    }

    @Test
    void noLinkOfTheWorkTreeIsFollowed() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        fixture.write("docs/secret.txt", "public");
        fixture.write("config.txt", "public");
        fixture.commit();
        Files.delete(fixture.file("docs/secret.txt"));
        Files.delete(fixture.file("docs"));
        Files.createSymbolicLink(fixture.file("docs"), outside);
        Files.delete(fixture.file("config.txt"));
        Files.createSymbolicLink(fixture.file("config.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(fixture.file("new"), outside);

        Source source = fixture.read(true);

        assertThat(source.files()).isEmpty();
        assertThat(source.changes()).containsOnlyKeys("docs/secret.txt");
        assertThat(source.notes())
                .singleElement()
                .asString()
                .contains("config.txt", "docs", "new")
                .endsWith("are links, which are not followed");
    }

    @Test
    void repositoriesInTheWorkTreeAreNotEntered() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        fixture.write("vendor/library/code.py", "x");
        fixture.write("vendor/library/.git/HEAD", "ref: refs/heads/main\n");

        Source source = fixture.read(true);

        assertThat(texts(source)).containsOnlyKeys("a.txt");
        assertThat(source.notes()).containsExactly("Left out: vendor/library is a repository of its own");
    }

    /** As git-crypt does it: what is plain in the work tree is encrypted in commits, by a filter. */
    @Test
    void changesThatAFilterWouldHaveToPassAreNotTaken() throws Exception {
        fixture.write("plain.txt", "a");
        fixture.write("secrets/key.pem", "encrypted");
        fixture.write("secrets/public.txt", "a");
        fixture.commit();
        fixture.write(
                ".gitattributes",
                "[attr]crypt filter=git-crypt\nsecrets/** crypt\n*.utf16 working-tree-encoding=UTF-16\n");
        fixture.write("secrets/.gitattributes", "public.txt !crypt\n.gitattributes !crypt\n");
        fixture.write("plain.txt", "b");
        fixture.write("secrets/key.pem", "the plain key");
        fixture.write("secrets/new.pem", "another plain key");
        fixture.write("secrets/public.txt", "b");
        fixture.write("x.utf16", "c");

        Source source = fixture.read(true);

        assertThat(texts(source))
                .containsEntry("plain.txt", "b")
                .containsEntry("secrets/key.pem", "encrypted")
                .containsEntry("secrets/public.txt", "b")
                .doesNotContainKeys("secrets/new.pem", "x.utf16");
        assertThat(source.changes())
                .containsOnlyKeys(".gitattributes", "plain.txt", "secrets/.gitattributes", "secrets/public.txt");
        assertThat(source.notes())
                .containsExactly(
                        "Left out: secrets/key.pem, secrets/new.pem, x.utf16 go through a filter of Git, which is"
                                + " not run, so their changes are not known");
    }

    @Test
    void lineEndsThatOnlyTheWorkTreeHasAreNoChange() throws Exception {
        fixture.write("same.bat", "a\nb\n");
        fixture.write("changed.bat", "a\nb\n");
        fixture.write("crlf.bat", "a\r\nb\r\n");
        fixture.commit();
        fixture.write("same.bat", "a\r\nb\r\n");
        fixture.write("changed.bat", "a\r\nc\r\n");
        fixture.write("crlf.bat", "a\r\nc\r\n");

        Source source = fixture.read(true);

        assertThat(source.changes()).containsOnlyKeys("changed.bat", "crlf.bat");
        assertThat(texts(source))
                .containsEntry("same.bat", "a\nb\n")
                .containsEntry("changed.bat", "a\nc\n")
                .containsEntry("crlf.bat", "a\r\nc\r\n");
    }
}
