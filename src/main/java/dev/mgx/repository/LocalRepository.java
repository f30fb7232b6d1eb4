package dev.mgx.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An existing repository, read and given a branch without running anything of it: no hook, filter or configuration of the
 * repository, the user or the system, and no git. Not thread-safe.
 */
public final class LocalRepository implements AutoCloseable {
    private final GitFolder folder;
    private final FileRepository repository;

    private LocalRepository(GitFolder folder, FileRepository repository) {
        this.folder = folder;
        this.repository = repository;
    }

    /**
     * Opens the repository that a folder is or lies in: one with a work tree, a linked worktree of it, or a bare one.
     *
     * @throws UnusableRepository if it is none, or of a kind that is not known
     */
    public static LocalRepository open(Path folder) throws UnusableRepository {
        ClosedSystem.install();
        GitFolder found = GitFolder.find(folder);
        try {
            return new LocalRepository(
                    found,
                    new FileRepository(new FileRepositoryBuilder()
                            .setFS(new ClosedSystem.UnconfiguredFiles())
                            .setGitDir(found.git().toFile())
                            .setGitCommonDir(found.common().toFile())
                            .setBare() // JGit knows no work tree, and neither its index
                            .setup()));
        } catch (IOException e) {
            throw UnusableRepository.unreadable(folder.toString(), e);
        }
    }

    /** Its work tree, or the folder of a bare one. */
    public Path folder() {
        Path workTree = folder.workTree();
        return workTree == null ? folder.git() : workTree;
    }

    /**
     * Reads the tracked files at HEAD. Reads files, and takes its time.
     *
     * @param includeChanges instead, as they lie in the work tree, with those that are new and not ignored
     * @throws UnusableRepository if it has no commit, more than the limits allow, broken objects, or no work tree to include
     */
    public Source read(boolean includeChanges, SourceLimits limits) throws UnusableRepository {
        Path workTree = folder.workTree();
        if (includeChanges && workTree == null) {
            throw new UnusableRepository(
                    "%s is bare: without a work tree there are no changes to include".formatted(folder.git()));
        }
        try (ObjectReader objects = repository.newObjectReader()) {
            Ref head = head();
            RevCommit commit = commit(commitOf(head), objects);
            return new SourceReader(folder, objects, limits)
                    .read(commit.toObjectId(), commit.getTree(), branch(head), includeChanges ? workTree : null);
        } catch (IOException e) {
            throw UnusableRepository.unreadable(folder().toString(), e);
        }
    }

    /**
     * Sets a branch to the chain of these commits: objects and one ref are written, and nothing else. The same arguments
     * give the same commits, so that a second try after whatever happened to the first one ends with the same branch.
     *
     * @param branch such as {@code mgx/1234abcd}; it may be absent, at {@code base}, or at a commit of this chain
     * @param base the commit that the chain begins on, 40 hexadecimal digits
     * @param commits of which those that change nothing are left out; if all do, no branch is set
     * @throws BranchConflict if the branch is at another commit, or is checked out
     * @throws UnusableRepository if there is no such base, a path is none of a project, or a link, a submodule or a folder
     *     that keeps something is in the way of a file
     */
    public BranchResult write(String branch, String base, List<StepCommit> commits, Author author)
            throws UnusableRepository {
        try (ObjectReader objects = repository.newObjectReader();
                ObjectInserter inserter = repository.newObjectInserter()) {
            return new BranchWriter(folder, repository, inserter).write(branch, chain(base, commits, author, objects));
        } catch (IOException e) {
            throw new UnusableRepository("%s cannot be written: %s".formatted(folder.common(), e));
        }
    }

    private static CommitChain chain(String base, List<StepCommit> commits, Author author, ObjectReader objects)
            throws UnusableRepository {
        if (!ObjectId.isId(base)) {
            throw new UnusableRepository("\"%s\" is no commit, which has 40 hexadecimal digits".formatted(base));
        }
        CommitChain chain = new CommitChain(commit(ObjectId.fromString(base), objects), objects, author);
        for (StepCommit each : commits) {
            chain.add(each);
        }
        return chain;
    }

    private static RevCommit commit(ObjectId id, ObjectReader objects) throws UnusableRepository {
        try (RevWalk walk = new RevWalk(objects)) {
            return walk.parseCommit(id);
        } catch (IOException e) {
            throw UnusableRepository.broken("The commit %s".formatted(id.name()), e);
        }
    }

    private Ref head() throws IOException, UnusableRepository {
        Ref head = repository.exactRef(Constants.HEAD);
        if (head == null) {
            throw new UnusableRepository("HEAD of %s names no branch and no commit".formatted(folder()));
        }
        return head;
    }

    private ObjectId commitOf(Ref head) throws UnusableRepository {
        ObjectId commit = head.getObjectId();
        if (commit == null) {
            throw new UnusableRepository(
                    "%s has no commit yet; make the first one: git add . and git commit".formatted(folder()));
        }
        return commit;
    }

    private static @Nullable String branch(Ref head) {
        return head.isSymbolic() ? Repository.shortenRefName(head.getTarget().getName()) : null;
    }

    @Override
    public void close() {
        repository.close();
    }
}
