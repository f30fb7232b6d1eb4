package dev.mgx.store.sql;

/**
 * A classified database failure.
 *
 * @param sentence for the operator
 */
public record Fault(Reach reach, String sentence) {

    /** The scope of a failure. */
    public enum Reach {
        /** One statement is wrong, too big, or violates a constraint. The rest of its transaction is unaffected. */
        STATEMENT,
        /**
         * Statements of this kind are refused, whatever is in them, until somebody changes the database: a right or a
         * table is missing. The rest of the transaction is unaffected.
         */
        RIGHTS,
        /** The connection is unusable; another one may work. */
        CONNECTION,
        /** There is no connection now, as others have them all or the database is starting; soon there may be. */
        BUSY,
        /** The whole database is unusable for now. */
        DATABASE
    }
}
