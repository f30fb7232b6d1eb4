package stockroom;

import java.util.Objects;

/** What a test expects. */
final class Check {
    private Check() {}

    static void equal(Object wanted, Object found) {
        if (!Objects.equals(wanted, found)) {
            throw new AssertionError("expected <" + wanted + ">, got <" + found + ">");
        }
    }

    /** The action is refused with this sentence. */
    static void refused(String sentence, Runnable action) {
        try {
            action.run();
        } catch (StockException e) {
            equal(sentence, e.getMessage());
            return;
        }
        throw new AssertionError("expected it to be refused: " + sentence);
    }
}
