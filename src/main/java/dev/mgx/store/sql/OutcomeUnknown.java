package dev.mgx.store.sql;

/**
 * A write whose outcome is not known in time: the connection broke during the commit and the database has not come
 * back. Check before trying again.
 */
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown() {
        super(
                "It is not known yet whether this was recorded, as the database does not answer: look before you try again");
    }
}
