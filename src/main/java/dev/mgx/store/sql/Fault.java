package dev.mgx.store.sql;

/**
 * What a failure of the database means.
 *
 * @param sentence for the operator
 */
public record Fault(Reach reach, String sentence) {

    /** How far it reaches. */
    public enum Reach {
        /** One statement: wrong, too big, or against a rule. What else is in its transaction is none the worse. */
        STATEMENT,
        /** The connection, which is of no more use; another one may be. */
        CONNECTION,
        /** Everything, for the time being. */
        DATABASE
    }
}
