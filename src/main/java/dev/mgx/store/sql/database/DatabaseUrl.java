package dev.mgx.store.sql.database;

/** The location of a store's database. {@code toString} is for people and contains no password. */
public sealed interface DatabaseUrl permits DatabaseUrl.OfDataFolder, PostgresUrl {

    /** The SQLite database of the data folder. */
    DatabaseUrl OF_DATA_FOLDER = new OfDataFolder();

    /** In the data folder. */
    record OfDataFolder() implements DatabaseUrl {
        @Override
        public String toString() {
            return "SQLite, in the data folder";
        }
    }

    /**
     * Reads {@code sqlite:}, which is the database of the data folder, or
     * {@code postgresql://user:password@host:port/database?parameter=value}.
     *
     * @throws IllegalArgumentException if it is neither; the message is a predicate without its subject and quotes
     *     nothing that may be a password
     */
    static DatabaseUrl parse(String url) {
        return url.isEmpty() || url.equals("sqlite:") ? OF_DATA_FOLDER : PostgresUrl.parse(url);
    }
}
