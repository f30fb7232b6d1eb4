package dev.mgx.store.sql;

/** Gives space that the database does not use any more back to the disk. */
public interface Space {
    /** For a database that sees to it by itself. */
    Space BY_ITSELF = new Space() {
        @Override
        public long unused(Sql sql) {
            return 0;
        }

        @Override
        public void giveBack(Sql sql, int pages) {}
    };

    /** How many pages can be given back. */
    long unused(Sql sql);

    /** Gives at most so many pages back, in the transaction of a write. */
    void giveBack(Sql sql, int pages);
}
