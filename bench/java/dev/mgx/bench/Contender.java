package dev.mgx.bench;

/** One way to do the work that a {@link Measure} is about. */
public record Contender(String name, Trial trial) {
    /** What the program itself is called in every table. */
    public static final String OURS = "MGX Engine";

    public static Contender ours(Trial trial) {
        return new Contender(OURS, trial);
    }

    boolean isOurs() {
        return name.equals(OURS);
    }
}
