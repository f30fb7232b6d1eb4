package dev.mgx.repository;

import java.io.IOException;

/** A repository that cannot be read, or be given a branch; the message is a sentence that says why and what would help. */
public sealed class UnusableRepository extends Exception permits BranchConflict {
    private static final long serialVersionUID = 1L;

    UnusableRepository(String message) {
        super(message);
    }

    private UnusableRepository(String message, Throwable cause) {
        super(message, cause);
    }

    /** Something of it, such as {@code "commit 1234"}, that is missing or broken. */
    static UnusableRepository broken(String what, Exception why) {
        return new UnusableRepository(
                "%s is missing or broken (%s); git fsck says more. Of a partial clone the rest is fetched first, by git fetch --refetch --no-filter"
                        .formatted(what, why.getMessage()),
                why);
    }

    static UnusableRepository unreadable(String what, IOException why) {
        return new UnusableRepository("%s cannot be read: %s".formatted(what, why), why);
    }
}
