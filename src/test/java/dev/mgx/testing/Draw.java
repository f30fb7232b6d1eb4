package dev.mgx.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A generator of cases, deterministic in the random numbers. */
@FunctionalInterface
public interface Draw<T> {
    T from(Random random);

    /** Lists of {@code atLeast} to {@code atMost} elements, with uniform length. */
    static <T> Draw<List<T>> sequence(int atLeast, int atMost, Draw<T> one) {
        return random -> {
            int length = random.nextInt(atLeast, atMost + 1);
            List<T> drawn = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                drawn.add(one.from(random));
            }
            return drawn;
        };
    }

    /** One of these values, uniformly. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the list is a copy
    static <T> Draw<T> oneOf(T... values) {
        List<T> all = List.of(values);
        return random -> all.get(random.nextInt(all.size()));
    }
}
