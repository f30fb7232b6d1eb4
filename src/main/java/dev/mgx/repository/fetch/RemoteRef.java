package dev.mgx.repository.fetch;

import java.net.URI;
import java.util.Objects;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.FetchConnection;
import org.jspecify.annotations.Nullable;

/**
 * What is fetched of a repository.
 *
 * @param title such as {@code branch main}
 * @param ref with the commit, or the tag that leads to it
 */
record RemoteRef(String title, Ref ref) {
    /** What the names begin with that a server is asked for; one that does not look at it tells all it has. */
    static String[] prefixes(String wanted) {
        return wanted.isEmpty()
                ? new String[] {Constants.HEAD, Constants.R_HEADS}
                : new String[] {Constants.HEAD, Constants.R_HEADS + wanted, Constants.R_TAGS + wanted};
    }

    /**
     * What a name means there: a branch, a tag, the digits of a commit, or nothing for HEAD.
     *
     * @throws FetchRefused if it means nothing
     */
    static RemoteRef choose(FetchConnection connection, String wanted, URI repository) {
        if (wanted.isEmpty()) {
            return head(connection, repository);
        }
        Ref branch = connection.getRef(Constants.R_HEADS + wanted);
        if (hasCommit(branch)) {
            return new RemoteRef("branch " + wanted, branch);
        }
        Ref tag = connection.getRef(Constants.R_TAGS + wanted);
        if (hasCommit(tag)) {
            return new RemoteRef("tag " + wanted, tag);
        }
        if (ObjectId.isId(wanted)) {
            ObjectId id = ObjectId.fromString(wanted);
            return new RemoteRef("the repository", new ObjectIdRef.PeeledNonTag(Ref.Storage.NETWORK, wanted, id));
        }
        throw new FetchRefused(
                "%s has no branch and no tag named %s; a commit is named by all of its 40 digits, in lower case"
                        .formatted(repository, wanted));
    }

    private static RemoteRef head(FetchConnection connection, URI repository) {
        Ref head = connection.getRef(Constants.HEAD);
        if (head != null && hasCommit(head)) {
            String name = head.isSymbolic() ? head.getTarget().getName() : "";
            return new RemoteRef(
                    name.startsWith(Constants.R_HEADS)
                            ? "branch " + name.substring(Constants.R_HEADS.length())
                            : "HEAD",
                    head);
        }
        throw new FetchRefused(
                connection.getRefs().isEmpty()
                        ? "%s has no commit yet".formatted(repository)
                        : "HEAD of %s leads to no commit; name a branch: %1$s#main".formatted(repository));
    }

    private static boolean hasCommit(@Nullable Ref ref) {
        return ref != null && ref.getObjectId() != null;
    }

    /** The commit, or the tag that leads to it. */
    ObjectId id() {
        return Objects.requireNonNull(ref.getObjectId());
    }
}
