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
        /** The connection is unusable; another one may work. */
        CONNECTION,
        /** The whole database is unusable for now. */
        DATABASE
    }
}
