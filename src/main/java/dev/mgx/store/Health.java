package dev.mgx.store;

import org.jspecify.annotations.Nullable;

/**
 * Whether the database can be read and written.
 *
 * @param problem a sentence for the operator; null where there is none
 */
public record Health(@Nullable String problem) {
    static final Health GOOD = new Health(null);

    static Health not(String problem) {
        return new Health(problem);
    }

    public boolean good() {
        return problem == null;
    }
}
