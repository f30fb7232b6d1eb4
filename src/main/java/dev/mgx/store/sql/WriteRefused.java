package dev.mgx.store.sql;

/** A write that the database rejects for good: too big, or against a constraint. Not retryable. */
public final class WriteRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WriteRefused(String reason, Throwable cause) {
        super("The database refused a write: " + reason, cause);
    }
}
