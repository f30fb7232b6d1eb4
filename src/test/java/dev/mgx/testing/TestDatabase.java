package dev.mgx.testing;

import dev.mgx.store.sql.database.DatabaseUrl;

/** The databases that a store can be kept in, the real ones. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String freshUrl() {
            return "sqlite:";
        }
    },
    POSTGRES {
        @Override
        public String freshUrl() {
            return server().freshUrl();
        }
    };

    /** One for this JVM: started when it is first asked for, gone with the JVM. */
    private static final class Shared {
        private static final PostgresServer SERVER = PostgresServer.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    public static PostgresServer server() {
        return Shared.SERVER;
    }

    /** Where a store is kept that nobody has used yet; in the store's data folder for SQLite. */
    public abstract String freshUrl();

    public DatabaseUrl fresh() {
        return DatabaseUrl.parse(freshUrl());
    }
}
