package dev.mgx.testing;

/** Scales repetitions: few in every build, all with {@code -Psoak}. */
public final class Soak {
    private static final boolean WHOLE = Boolean.getBoolean("mgx.soak");

    private Soak() {}

    /** The first number in a build, the second in a soak. Tests that use it are tagged {@code soak}. */
    public static int of(int inABuild, int whole) {
        return WHOLE ? whole : inABuild;
    }
}
