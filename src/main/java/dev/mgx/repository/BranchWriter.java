package dev.mgx.repository;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * Sets a branch to a chain: first its objects, then the ref, which is compared and set. Whatever ends it in between leaves
 * objects that nobody names, or a lock that git would leave as well. No reflog is written.
 */
final class BranchWriter {
    private final GitFolder folder;
    private final FileRepository repository;
    private final ObjectInserter objects;

    BranchWriter(GitFolder folder, FileRepository repository, ObjectInserter objects) {
        this.folder = folder;
        this.repository = repository;
        this.objects = objects;
    }

    BranchResult write(String branch, CommitChain chain) throws IOException, UnusableRepository {
        String name = Constants.R_HEADS + branch;
        if (!Repository.isValidRefName(name)) {
            throw new UnusableRepository("\"%s\" is no name for a branch".formatted(branch));
        }
        checkPlaces(name);
        Ref ref = repository.exactRef(name);
        ObjectId before = ref == null ? null : ref.getObjectId();
        if (chain.length() == 0 || chain.tip().equals(before)) {
            return new BranchResult(chain.tip().name(), chain.length(), false);
        }
        if (ref != null && (ref.isSymbolic() || before == null || !chain.has(before))) {
            throw moved(branch, before);
        }
        checkNotCheckedOut(branch);
        checkNoNameInTheWay(name);
        chain.objects().writeTo(objects);
        update(branch, before == null ? ObjectId.zeroId() : before, chain.tip());
        return new BranchResult(chain.tip().name(), chain.length(), true);
    }

    private static BranchConflict moved(String branch, @Nullable ObjectId to) {
        return new BranchConflict(
                "The branch %s is at %s, which is no commit of this task: somebody moved it. Nothing was changed. Give it another name to keep both: git branch -m %s NAME"
                        .formatted(
                                branch,
                                to == null ? "another branch" : to.abbreviate(8).name(),
                                branch));
    }

    /** A link could lead what is written to another repository. */
    private void checkPlaces(String name) throws UnusableRepository {
        List<Path> places = new ArrayList<>(List.of(folder.common().resolve("objects")));
        Path place = folder.common();
        for (Path part : Path.of(name)) {
            place = place.resolve(part);
            places.add(place);
        }
        for (Path each : places) {
            if (Files.isSymbolicLink(each)) {
                throw new UnusableRepository("%s is a link, through which nothing is written".formatted(each));
            }
        }
    }

    private void checkNotCheckedOut(String branch) throws IOException, BranchConflict {
        for (Path each : administrations()) {
            String name = Constants.R_HEADS + branch;
            boolean isHead = ShortFile.read(each.resolve("HEAD")).strip().equals("ref: " + name);
            if (isHead
                    || ShortFile.read(each.resolve("rebase-merge/head-name"))
                            .strip()
                            .equals(name)
                    || ShortFile.read(each.resolve("rebase-apply/head-name"))
                            .strip()
                            .equals(name)) {
                throw new BranchConflict(
                        "The branch %s is checked out (%s), and its files would no longer be those of it. Nothing was changed. Switch to another one first: git switch -"
                                .formatted(branch, each));
            }
        }
    }

    /** The folders with a HEAD: of the repository, and of each linked worktree. */
    private List<Path> administrations() throws IOException {
        List<Path> found = new ArrayList<>(List.of(folder.common()));
        Path linked = folder.common().resolve("worktrees");
        if (Files.isDirectory(linked)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(linked)) {
                each.forEach(found::add);
            }
        }
        return found;
    }

    private void checkNoNameInTheWay(String name) throws IOException, UnusableRepository {
        for (String other : repository.getRefDatabase().getConflictingNames(name)) {
            throw new UnusableRepository(
                    "There is a branch %s, beside which there cannot be one named %s: git branch -m %s NAME"
                            .formatted(
                                    Repository.shortenRefName(other),
                                    Repository.shortenRefName(name),
                                    Repository.shortenRefName(other)));
        }
    }

    private void update(String branch, ObjectId expected, ObjectId tip) throws IOException, UnusableRepository {
        RefUpdate update = repository.updateRef(Constants.R_HEADS + branch, true);
        update.setExpectedOldObjectId(expected);
        update.setNewObjectId(tip);
        update.disableRefLog();
        RefUpdate.Result result = update.update();
        switch (result) {
            case NEW, FAST_FORWARD, NO_CHANGE -> {}
            case LOCK_FAILURE, REJECTED -> {
                Ref now = repository.exactRef(Constants.R_HEADS + branch);
                ObjectId found = now == null ? ObjectId.zeroId() : now.getObjectId();
                if (expected.equals(found)) {
                    throw new UnusableRepository(
                            "%s is locked by a git that works there, or did until it was killed: if none does, remove %s.lock"
                                    .formatted(branch, folder.common().resolve(Constants.R_HEADS + branch)));
                }
                throw moved(branch, found);
            }
            default -> throw new IOException("The branch %s: %s".formatted(branch, result));
        }
    }
}
