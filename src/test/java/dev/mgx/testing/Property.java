package dev.mgx.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A property that must hold for every case. Cases are generated from seeds, the same in every run. A failure names its
 * seed; {@code -Dmgx.seed=SEED} repeats that case only. The test's {@code @Timeout} bounds the total time: an interrupt
 * ends the property.
 */
public final class Property {
    /** The maximum number of attempts to shrink a failing sequence. */
    private static final int MOST_SHRINKS = 400;

    /** The time limit for shrinking; a case may take seconds. */
    private static final long SHRINKING_NANOS = 20_000_000_000L;

    private final long seed;
    private final int cases;
    private final @Nullable Long only;

    Property(long seed, int cases, @Nullable Long only) {
        this.seed = seed;
        this.cases = cases;
        this.only = only;
    }

    /** Checks this many cases, derived from {@code seed}. */
    public static Property of(long seed, int cases) {
        return new Property(seed, cases, Long.getLong("mgx.seed"));
    }

    /** The claim about a case; fails by throwing. */
    @FunctionalInterface
    public interface Claim<T> {
        void check(T drawn) throws Exception;
    }

    /** Checks a claim that draws its own input. */
    public void holds(Claim<Random> claim) throws InterruptedException {
        for (long each : seeds()) {
            Throwable failure = failure(claim, new Random(each));
            if (failure != null) {
                throw failed(each, failure, "");
            }
        }
    }

    public <T> void holdsForAll(Draw<T> draw, Claim<T> claim) throws InterruptedException {
        for (long each : seeds()) {
            T drawn = draw.from(new Random(each));
            Throwable failure = failure(claim, drawn);
            if (failure != null) {
                throw failed(each, failure, ", " + drawn);
            }
        }
    }

    /** Checks sequences, which can be shrunk: the reported failure is a sequence from which nothing can be removed. */
    public <A> void holdsForAllSequences(Draw<List<A>> draw, Claim<List<A>> claim) throws InterruptedException {
        for (long each : seeds()) {
            List<A> drawn = draw.from(new Random(each));
            Throwable failure = failure(claim, drawn);
            if (failure != null) {
                throw new Shrinking<>(claim, drawn, failure).failed(each);
            }
        }
    }

    private long[] seeds() {
        return only == null ? new SplittableRandom(seed).longs(cases).toArray() : new long[] {only};
    }

    /** The failure of the claim for this case, or null. */
    private static <T> @Nullable Throwable failure(Claim<T> claim, T drawn) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the test is over its time");
        }
        try {
            claim.check(drawn);
            return null;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError | StackOverflowError e) {
            return e;
        }
    }

    private static AssertionError failed(long seed, Throwable failure, String drawn) {
        return new AssertionError("Seed %d%s: %s".formatted(seed, drawn, failure.getMessage()), failure);
    }

    /** Shrinks a failing sequence while it still fails. */
    private static final class Shrinking<A> {
        private final Claim<List<A>> claim;
        private final int length;
        private final long begun = System.nanoTime();
        private List<A> shortest;
        private Throwable failure;
        private int tries;

        Shrinking(Claim<List<A>> claim, List<A> drawn, Throwable failure) {
            this.claim = claim;
            length = drawn.size();
            shortest = drawn;
            this.failure = failure;
        }

        AssertionError failed(long seed) throws InterruptedException {
            for (int piece = Math.max(1, length / 2); piece > 0; piece /= 2) {
                int at = 0;
                while (at < shortest.size() && mayTry()) {
                    at = failsWithout(at, piece) ? at : at + piece;
                }
            }
            return Property.failed(seed, failure, ", %d of %d: %s".formatted(shortest.size(), length, shortest));
        }

        private boolean mayTry() {
            return tries < MOST_SHRINKS && System.nanoTime() - begun < SHRINKING_NANOS;
        }

        private boolean failsWithout(int at, int piece) throws InterruptedException {
            tries++;
            List<A> rest = new ArrayList<>(shortest);
            rest.subList(at, Math.min(rest.size(), at + piece)).clear();
            Throwable found = Property.failure(claim, rest);
            if (found == null) {
                return false;
            }
            shortest = rest;
            failure = found;
            return true;
        }
    }
}
