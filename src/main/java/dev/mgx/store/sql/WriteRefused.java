package dev.mgx.store.sql;

/** A write that the database takes at no time: too big, or against its rules. Trying again is no use. */
public final class WriteRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WriteRefused(String reason, Throwable cause) {
        super("The database refused a write: " + reason, cause);
    }
}
