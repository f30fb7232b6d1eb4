package dev.mgx.llm.http;

/**
 * Tells thoughts from text where a server sends both as text: what stands between {@code <think>} and {@code </think>} at
 * the very beginning of an answer. Not thread-safe.
 */
final class ThoughtFilter {
    private static final String OPENING = "<think>";
    private static final String CLOSING = "</think>";

    private final StringBuilder undecided = new StringBuilder();
    private State state = State.BEGINNING;

    private enum State {
        BEGINNING,
        THINKING,
        /** Blank lines after the thoughts belong to them. */
        AFTER_THOUGHTS,
        ANSWERING
    }

    /** A piece, divided; either may be empty. */
    record Divided(String thought, String text) {}

    /** The next piece. What cannot be decided yet is kept until it can be. */
    Divided add(String piece) {
        if (state == State.ANSWERING) {
            return new Divided("", piece);
        }
        undecided.append(piece);
        String thought = "";
        if (state == State.BEGINNING) {
            begin();
        }
        if (state == State.THINKING) {
            thought = thought();
        }
        if (state == State.AFTER_THOUGHTS && !undecided.toString().isBlank()) {
            undecided.replace(0, undecided.length(), undecided.toString().stripLeading());
            state = State.ANSWERING;
        }
        return new Divided(thought, state == State.ANSWERING ? taken(undecided.length()) : "");
    }

    /** The answer is over; text that was kept. */
    String rest() {
        return state == State.BEGINNING ? taken(undecided.length()) : "";
    }

    private void begin() {
        String text = undecided.toString().stripLeading();
        if (text.startsWith(OPENING)) {
            undecided.replace(0, undecided.length(), text.substring(OPENING.length()));
            state = State.THINKING;
        } else if (!OPENING.startsWith(text) || undecided.length() > text.length() + OPENING.length()) {
            state = State.ANSWERING;
        }
    }

    private String thought() {
        int end = undecided.indexOf(CLOSING);
        if (end < 0) {
            return taken(Math.max(0, undecided.length() - CLOSING.length() + 1)); // the rest may be half of it
        }
        String thought = taken(end);
        undecided.delete(0, CLOSING.length());
        state = State.AFTER_THOUGHTS;
        return thought;
    }

    private String taken(int length) {
        String taken = undecided.substring(0, length);
        undecided.delete(0, length);
        return taken;
    }
}
