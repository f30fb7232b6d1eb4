package dev.mgx.store.sql;

/**
 * A write of which it is not known in time whether it was recorded: the connection broke while it was being
 * committed, and the database has not come back. Look before it is tried again.
 */
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown() {
        super(
                "It is not known yet whether this was recorded, as the database does not answer: look before you try again");
    }
}
