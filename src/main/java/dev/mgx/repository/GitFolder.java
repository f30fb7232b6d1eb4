package dev.mgx.repository;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.jspecify.annotations.Nullable;

/**
 * Where a repository is. What leads to another place counts only if that place leads back: a folder that somebody handed
 * over shall not be able to name a repository of its reader.
 *
 * @param git the folder with HEAD and the index
 * @param common the one with objects, refs and configuration; the same but for a linked worktree
 * @param workTree null of a bare repository
 */
record GitFolder(Path git, Path common, @Nullable Path workTree) {
    private static final String DOT_GIT = ".git";

    private static final List<Unfinished> UNFINISHED = List.of(
            new Unfinished("rebase-merge", "a rebase"),
            new Unfinished("rebase-apply", "a rebase"),
            new Unfinished("MERGE_HEAD", "a merge"),
            new Unfinished("CHERRY_PICK_HEAD", "a cherry-pick"),
            new Unfinished("REVERT_HEAD", "a revert"),
            new Unfinished("BISECT_LOG", "a bisect"));

    /** What git leaves in its folder while something is unfinished, and what that is. */
    private record Unfinished(String trace, String title) {}

    /** The repository that {@code folder} is, or lies in. */
    static GitFolder find(Path folder) throws UnusableRepository {
        try {
            Path start = folder.toRealPath();
            if (!Files.isDirectory(start)) {
                throw new UnusableRepository("%s is a file; name a folder of a repository".formatted(folder));
            }
            for (Path each = start; each != null; each = each.getParent()) {
                Optional<GitFolder> found = at(each);
                if (found.isPresent()) {
                    found.get().checkFormat();
                    return found.get();
                }
            }
            checkReadable(start);
        } catch (NoSuchFileException e) {
            throw new UnusableRepository("There is no %s".formatted(e.getFile()));
        } catch (AccessDeniedException e) {
            throw new UnusableRepository("%s may not be read by this user".formatted(e.getFile()));
        } catch (IOException e) {
            throw UnusableRepository.unreadable(folder.toString(), e);
        }
        throw new UnusableRepository(
                "%s is not in a repository of Git; make it one by git init and a first commit, or name another folder"
                        .formatted(folder));
    }

    /** What is unfinished here, such as {@code "a rebase"}. */
    Optional<String> unfinished() {
        return UNFINISHED.stream()
                .filter(each -> Files.exists(git.resolve(each.trace)))
                .map(Unfinished::title)
                .findFirst();
    }

    private static Optional<GitFolder> at(Path folder) throws IOException, UnusableRepository {
        Path dotGit = folder.resolve(DOT_GIT);
        if (Files.isSymbolicLink(dotGit)) {
            throw new UnusableRepository("%s is a link, which is not followed; name the folder that it leads to: %s"
                    .formatted(dotGit, Files.readSymbolicLink(dotGit)));
        }
        if (Files.isDirectory(dotGit)) {
            checkReadable(dotGit);
            return looksLikeOne(dotGit) ? Optional.of(whole(dotGit, folder)) : Optional.empty();
        }
        if (Files.isRegularFile(dotGit)) {
            return Optional.of(elsewhere(dotGit));
        }
        return looksLikeOne(folder) ? Optional.of(whole(folder, null)) : Optional.empty();
    }

    private static void checkReadable(Path folder) throws AccessDeniedException {
        if (!Files.isReadable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    private static boolean looksLikeOne(Path folder) {
        return Files.isRegularFile(folder.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
                && (Files.exists(folder.resolve("commondir"))
                        || (Files.isDirectory(folder.resolve("objects")) && Files.isDirectory(folder.resolve("refs"))));
    }

    private static GitFolder whole(Path git, @Nullable Path workTree) throws IOException, UnusableRepository {
        GitFolder found = new GitFolder(git, common(git), workTree);
        return new GitFolder(git, found.common, found.config().isBare() ? null : workTree);
    }

    /** Of a linked worktree, a submodule or a folder that was set apart. */
    private static GitFolder elsewhere(Path dotGit) throws IOException, UnusableRepository {
        Path folder = dotGit.resolveSibling("");
        String text = ShortFile.read(dotGit).strip();
        if (!text.startsWith("gitdir:")) {
            throw new UnusableRepository("%s is not of Git".formatted(dotGit));
        }
        Path git = folder.resolve(text.substring("gitdir:".length()).strip()).toRealPath();
        GitFolder found = new GitFolder(git, common(git), folder);
        if (!found.leadsBackTo(dotGit)) {
            throw new UnusableRepository(
                    "%s leads to %s, which does not lead back; if that is the repository you mean, name it"
                            .formatted(dotGit, git));
        }
        return found;
    }

    private boolean leadsBackTo(Path dotGit) throws IOException, UnusableRepository {
        Path back = git.resolve("gitdir");
        if (Files.isRegularFile(back)) {
            return isSame(git.resolve(ShortFile.read(back).strip()), dotGit);
        }
        String workTree = config().workTree();
        return workTree != null && isSame(git.resolve(workTree), dotGit.resolveSibling(""));
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return Files.exists(one) && Files.isSameFile(one, other);
    }

    private static Path common(Path git) throws IOException, UnusableRepository {
        Path pointer = git.resolve("commondir");
        if (!Files.isRegularFile(pointer)) {
            return git;
        }
        Path common = git.resolve(ShortFile.read(pointer).strip()).toRealPath();
        if (!git.startsWith(common.resolve("worktrees"))) {
            throw new UnusableRepository("%s leads to %s, of which this is no worktree".formatted(pointer, common));
        }
        return common;
    }

    private void checkFormat() throws IOException, UnusableRepository {
        GitConfig config = config();
        config.checkFormat(common);
        String set = config.workTree();
        if (set != null && workTree != null && !isSame(git.resolve(set), workTree)) {
            throw new UnusableRepository(
                    "core.worktree of %s is %s, which is not where it lies: git config --unset core.worktree"
                            .formatted(git, set));
        }
    }

    private GitConfig config() throws IOException, UnusableRepository {
        try {
            return GitConfig.read(common.resolve("config"), git.resolve("config.worktree"));
        } catch (ConfigInvalidException e) {
            throw new UnusableRepository(
                    "The configuration of %s cannot be read: %s".formatted(common, e.getMessage()));
        }
    }
}
