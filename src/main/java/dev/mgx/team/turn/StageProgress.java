package dev.mgx.team.turn;

/** The stages of a run and the progress at which each is complete, from 0 to below 1. */
public enum StageProgress {
    REQUIREMENTS(0.02, 0.10),
    DESIGN(0.10, 0.20),
    CHECKS(0.20, 0.35),
    FILES(0.35, 0.70),
    EXECUTION(0.70, 0.80),
    DEBUGGING(0.80, 0.97);

    private final double begin;
    private final double end;

    StageProgress(double begin, double end) {
        this.begin = begin;
        this.end = end;
    }

    public double begun() {
        return begin;
    }

    public double done() {
        return end;
    }

    /** The progress when {@code part} of {@code whole} equal parts of the stage are complete. */
    public double done(int part, int whole) {
        return begin + (end - begin) * part / Math.max(1, whole);
    }
}
