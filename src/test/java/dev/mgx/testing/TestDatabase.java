package dev.mgx.testing;

import dev.mgx.store.sql.database.DatabaseUrl;

/** The supported databases, as real instances. */
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

    /** One for this JVM: started on first use, stopped with the JVM. */
    private static final class Shared {
        private static final PostgresServer SERVER = PostgresServer.start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
        }
    }

    public static PostgresServer server() {
        return Shared.SERVER;
    }

    /** The URL of a fresh database; for SQLite in the store's data folder. */
    public abstract String freshUrl();

    public DatabaseUrl fresh() {
        return DatabaseUrl.parse(freshUrl());
    }
}
