package dev.mgx.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A generator with weighted alternatives. */
public final class Chances<T> implements Draw<T> {
    private final List<T> values = new ArrayList<>(); // each repeated by its weight

    /** Adds an alternative with a relative weight. */
    public Chances<T> of(int weight, T value) {
        for (int i = 0; i < weight; i++) {
            values.add(value);
        }
        return this;
    }

    @Override
    public T from(Random random) {
        return values.get(random.nextInt(values.size()));
    }
}
