package dev.mgx.bench.durability;

/** Where the rows of a measure go. */
enum BenchDatabase {
    SQLITE("SQLite"),
    POSTGRES("PostgreSQL");

    private final String title;

    BenchDatabase(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
