package dev.mgx.bench;

import java.util.List;

/** Work that the program does beside bare baselines that do the same, in turns. */
public interface Measure {
    /** What {@code --only} calls it. */
    String name();

    /** What is done, with its sizes. */
    String title();

    /** Gets ready; closed after the last round. */
    Field open() throws Exception;

    /** What is to be reached. */
    List<Goal> goals();

    /** How many rounds count; their medians are reported. */
    default int rounds() {
        return 5;
    }

    /** How many rounds come first and do not count. */
    default int warmUps() {
        return 1;
    }

    /** Those who do the work, ours first, and what they have open. */
    record Field(List<Contender> contenders, AutoCloseable resources) {}
}
