package dev.mgx.testing;

/** How often a test does what it does: a part in every build, the whole with {@code -Psoak}. */
public final class Soak {
    private static final boolean WHOLE = Boolean.getBoolean("mgx.soak");

    private Soak() {}

    /** The first number in a build, the second in a soak. A test that asks is tagged {@code soak}. */
    public static int of(int inABuild, int whole) {
        return WHOLE ? whole : inABuild;
    }
}
