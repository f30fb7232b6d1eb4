package dev.mgx.repository;

import static dev.mgx.repository.GitFixture.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of a repository is read: tracked files at HEAD, or as they lie in the work tree. */
@Timeout(20)
class SourceTest {
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

    @Test
    void readsTheTrackedFilesAtHead() throws Exception {
        fixture.write("src/main.py", "print(1)\n");
        fixture.write("数据/it's \"quoted\".txt", "x");
        RevCommit commit = fixture.commit();
        fixture.write("src/main.py", "print(2)\n");
        fixture.write("new.txt", "new");

        Source source = fixture.read();

        assertThat(source.commit()).isEqualTo(commit.name());
        assertThat(source.branch()).isEqualTo("main");
        assertThat(texts(source))
                .containsExactly(Map.entry("src/main.py", "print(1)\n"), Map.entry("数据/it's \"quoted\".txt", "x"));
        assertThat(source.changes()).isEmpty();
        assertThat(source.notes()).isEmpty();
    }

    @Test
    void readsWhatLiesInTheWorkTreeIfChangesAreIncluded() throws Exception {
        fixture.write("same.txt", "same");
        fixture.write("changed.txt", "old");
        fixture.write("gone.txt", "gone");
        fixture.write("a/gone.txt", "gone");
        fixture.write("tracked.log", "tracked before");
        fixture.commit();
        fixture.write(".gitignore", "*.log\nbuild/\n!kept.log\n");
        fixture.write("changed.txt", "new");
        Files.delete(fixture.file("gone.txt"));
        Files.delete(fixture.file("a/gone.txt"));
        Files.delete(fixture.file("a"));
        fixture.write("a", "a file now");
        fixture.write("added.txt", "added");
        fixture.write("ignored.log", "x");
        fixture.write("sub/kept.log", "kept");
        fixture.write("build/out.txt", "x");
        fixture.write("sub/.gitignore", "/private\n");
        fixture.write("sub/private", "x");
        fixture.write(".git/info/exclude", "secret.txt\n");
        fixture.write("secret.txt", "x");

        Source source = fixture.read(true);

        assertThat(texts(source))
                .containsOnlyKeys(
                        ".gitignore",
                        "a",
                        "added.txt",
                        "changed.txt",
                        "same.txt",
                        "sub/.gitignore",
                        "sub/kept.log",
                        "tracked.log")
                .containsEntry("changed.txt", "new")
                .containsEntry("same.txt", "same");
        assertThat(source.changes())
                .containsOnlyKeys(
                        ".gitignore",
                        "a",
                        "a/gone.txt",
                        "added.txt",
                        "changed.txt",
                        "gone.txt",
                        "sub/.gitignore",
                        "sub/kept.log");
        assertThat(source.changes().get("gone.txt")).isEmpty();
        assertThat(source.changes().get("changed.txt")).contains("new".getBytes(UTF_8));
    }

    /** As git does; so a file that a filter made another one is not compared with what it was made of. */
    @Test
    void aFileThatTheIndexKnowsToBeUnchangedIsNotRead() throws Exception {
        FileTime before = FileTime.from(Instant.now().minusSeconds(60));
        fixture.write("a.txt", "committed");
        Files.setLastModifiedTime(fixture.file("a.txt"), before);
        fixture.commit();
        fixture.write("a.txt", "different");

        assertThat(fixture.read(true).changes()).containsOnlyKeys("a.txt");
        Files.setLastModifiedTime(fixture.file("a.txt"), before);
        Source source = fixture.read(true);

        assertThat(source.changes()).isEmpty();
        assertThat(texts(source)).containsExactly(Map.entry("a.txt", "committed"));
    }

    @Test
    void readingChangesNothing() throws Exception {
        fixture.write("a.txt", "a");
        fixture.commit();
        fixture.write("a.txt", "b");
        SortedMap<String, String> before = GitFixture.everything(fixture.folder);

        fixture.read();
        fixture.read(true);

        assertThat(GitFixture.everything(fixture.folder)).isEqualTo(before);
    }
}
