package dev.mgx.repository.fetch;

import dev.mgx.repository.SourceLimits;
import java.time.Duration;

/**
 * How much of a repository is fetched, and how long that may take.
 *
 * @param source what is read of the commit
 * @param time in all
 */
public record FetchLimits(SourceLimits source, Duration time) {
    /** What is not read counts too, as long as it is part of the commit: long files, and links. */
    private static final int PACK_FACTOR = 2;

    /** A commit has folders too. */
    private static final int OBJECTS_PER_FILE = 4;

    private static final int MORE_OBJECTS = 1_000;

    /** The names of some hundred thousand branches. */
    private static final long MOST_BEFORE_PACK = 16L << 20;

    public FetchLimits {
        if (!time.isPositive()) {
            throw new IllegalArgumentException("the time limit must be positive, was " + time);
        }
    }

    /** Of what a server says before it sends objects. */
    long bytesBeforePack() {
        return MOST_BEFORE_PACK;
    }

    /** Of all objects together, packed. */
    long packBytes() {
        return PACK_FACTOR * source.bytes();
    }

    long objects() {
        return (long) OBJECTS_PER_FILE * source.files() + MORE_OBJECTS;
    }

    /** Of one object, unpacked; it is held in memory. */
    long objectBytes() {
        return source.bytes();
    }
}
