package dev.mgx.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws some things more often than others. */
public final class Chances<T> implements Draw<T> {
    private final List<T> values = new ArrayList<>(); // each as often as its weight

    /** Has this drawn {@code weight} times as often as what has the weight 1. */
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
