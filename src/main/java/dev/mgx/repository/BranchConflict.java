package dev.mgx.repository;

/** A branch that somebody else has set, moved or is working on; nothing was changed. */
public final class BranchConflict extends UnusableRepository {
    private static final long serialVersionUID = 1L;

    BranchConflict(String message) {
        super(message);
    }
}
