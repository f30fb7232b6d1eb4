package dev.mgx.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A repository with a work tree, made by JGit. */
final class GitFixture implements AutoCloseable {
    static final SourceLimits LIMITS = new SourceLimits(100, 100_000, 10_000);
    static final PersonIdent SOMEBODY =
            new PersonIdent("Somebody", "somebody@example.org", Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    final Path folder;
    final Git git;

    private GitFixture(Path folder, Git git) {
        this.folder = folder;
        this.git = git;
    }

    static GitFixture create(Path folder) throws GitAPIException {
        ClosedSystem.install();
        return new GitFixture(
                folder,
                Git.init()
                        .setDirectory(folder.toFile())
                        .setInitialBranch("main")
                        .call());
    }

    Repository repository() {
        return git.getRepository();
    }

    Path file(String path) {
        return folder.resolve(path);
    }

    void write(String path, String text) throws IOException {
        Files.createDirectories(file(path).resolveSibling(""));
        Files.writeString(file(path), text);
    }

    /** Commits the whole work tree. */
    RevCommit commit() throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        return git.commit()
                .setMessage("A change")
                .setAuthor(SOMEBODY)
                .setCommitter(SOMEBODY)
                .setSign(false)
                .call();
    }

    ObjectId blob(String text) throws IOException {
        try (ObjectInserter objects = repository().newObjectInserter()) {
            ObjectId id = objects.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8));
            objects.flush();
            return id;
        }
    }

    /** A tree of entries, sorted here; whatever their names are. */
    ObjectId tree(GitTree.Entry... entries) throws IOException {
        try (ObjectInserter objects = repository().newObjectInserter()) {
            ObjectId id = objects.insert(Constants.OBJ_TREE, new GitTree(List.of(entries)).bytes());
            objects.flush();
            return id;
        }
    }

    /** Lets HEAD's branch point to a commit of this tree; index and work tree stay as they are. */
    ObjectId commitTree(ObjectId tree) throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        commit.setAuthor(SOMEBODY);
        commit.setCommitter(SOMEBODY);
        commit.setMessage("A tree\n");
        try (ObjectInserter objects = repository().newObjectInserter()) {
            ObjectId id = objects.insert(commit);
            objects.flush();
            RefUpdate head = repository().updateRef(Constants.HEAD);
            head.setNewObjectId(id);
            head.forceUpdate();
            return id;
        }
    }

    /** Mode and content of each file of a commit. */
    SortedMap<String, String> files(String commit) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository())) {
            walk.addTree(repository().parseCommit(ObjectId.fromString(commit)).getTree());
            walk.setRecursive(true);
            while (walk.next()) {
                String content = new String(
                        walk.getObjectReader().open(walk.getObjectId(0)).getBytes(), UTF_8);
                found.put(walk.getPathString(), walk.getFileMode() + " " + content);
            }
        }
        return found;
    }

    /** Every file of a folder with its content, links as what they lead to. */
    static SortedMap<String, String> everything(Path folder) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                String name = folder.relativize(each).toString();
                if (Files.isSymbolicLink(each)) {
                    found.put(name, "-> " + Files.readSymbolicLink(each));
                } else if (Files.isRegularFile(each)) {
                    found.put(name, Files.readString(each, ISO_8859_1));
                }
            }
        }
        return found;
    }

    Source read() throws UnusableRepository {
        return read(false);
    }

    Source read(boolean includeChanges) throws UnusableRepository {
        return read(folder, includeChanges);
    }

    static Source read(Path folder, boolean includeChanges) throws UnusableRepository {
        try (LocalRepository repository = LocalRepository.open(folder)) {
            return repository.read(includeChanges, LIMITS);
        }
    }

    static Map<String, String> texts(Source source) {
        Map<String, String> texts = new TreeMap<>();
        source.files().forEach((path, content) -> texts.put(path, new String(content, UTF_8)));
        return texts;
    }

    @Override
    public void close() {
        git.close();
    }
}
