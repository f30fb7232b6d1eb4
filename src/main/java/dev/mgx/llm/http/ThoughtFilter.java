package dev.mgx.llm.http;

import java.util.List;
import java.util.Optional;

/**
 * Tells thoughts from text where a server sends both as text: what stands between two tags at the very beginning of an
 * answer, and also what stands before a closing tag that was never opened, because some chat templates put the opening
 * one into the prompt. Not thread-safe.
 */
final class ThoughtFilter {
    /** The tags of the model families that think aloud. */
    private static final List<Tags> TAGS = List.of(
            new Tags("<think>", "</think>"),
            new Tags("<thinking>", "</thinking>"),
            new Tags("<thought>", "</thought>"),
            new Tags("<reasoning>", "</reasoning>"),
            new Tags("[THINK]", "[/THINK]"),
            new Tags("<seed:think>", "</seed:think>"),
            new Tags("◁think▷", "◁/think▷"),
            new Tags("<|begin_of_thought|>", "<|end_of_thought|>"),
            new Tags("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"));

    /** What the tags begin with that may follow text. */
    private static final char TAG = '<';

    /** The only one that is put into prompts. */
    private static final Tags UNOPENED = TAGS.getFirst();

    private final StringBuilder undecided = new StringBuilder();
    private State state = State.BEGINNING;
    private Tags tags = UNOPENED;
    private boolean mayBeThought; // all the text so far, if a closing tag comes

    private record Tags(String opening, String closing) {}

    private enum State {
        BEGINNING,
        THINKING,
        /** Blank lines after the thoughts belong to them. */
        AFTER_THOUGHTS,
        ANSWERING
    }

    /**
     * A piece, divided; either part may be empty.
     *
     * @param takesBack whether all text of earlier pieces turned out to be thought
     */
    record Divided(String thought, String text, boolean takesBack) {}

    /** The next piece. What cannot be decided yet is kept until it can be. */
    Divided add(String piece) {
        if (state == State.ANSWERING && undecided.isEmpty() && !(mayBeThought && piece.indexOf(TAG) >= 0)) {
            return new Divided("", piece, false);
        }
        undecided.append(piece);
        String thought = "";
        boolean takesBack = false;
        if (state == State.BEGINNING) {
            begin();
        }
        if (state == State.ANSWERING && mayBeThought) {
            int closing = undecided.indexOf(UNOPENED.closing());
            int opening = undecided.indexOf(UNOPENED.opening());
            if (closing >= 0 && (opening < 0 || opening > closing)) {
                state = State.THINKING;
                takesBack = true;
            } else if (opening >= 0) {
                mayBeThought = false;
            }
        }
        if (state == State.THINKING) {
            thought = thought();
        }
        if (state == State.AFTER_THOUGHTS && !undecided.toString().isBlank()) {
            undecided.replace(0, undecided.length(), undecided.toString().stripLeading());
            state = State.ANSWERING;
        }
        String text = state == State.ANSWERING ? taken(undecided.length() - kept()) : "";
        return new Divided(thought, text, takesBack);
    }

    /** The answer is over; text that was kept. */
    String rest() {
        return state == State.BEGINNING || state == State.ANSWERING ? taken(undecided.length()) : "";
    }

    private void begin() {
        String text = undecided.toString().stripLeading();
        Optional<Tags> opened =
                TAGS.stream().filter(each -> text.startsWith(each.opening())).findFirst();
        boolean maybe = TAGS.stream().anyMatch(each -> each.opening().startsWith(text));
        if (opened.isPresent()) {
            tags = opened.get();
            undecided.replace(
                    0, undecided.length(), text.substring(tags.opening().length()));
            state = State.THINKING;
        } else if (!maybe
                || undecided.length() > text.length() + UNOPENED.opening().length()) {
            state = State.ANSWERING;
            mayBeThought = true;
        }
    }

    private String thought() {
        int end = undecided.indexOf(tags.closing());
        if (end < 0) {
            // The rest may be half of it.
            return taken(Math.max(0, undecided.length() - tags.closing().length() + 1));
        }
        String thought = taken(end);
        undecided.delete(0, tags.closing().length());
        state = State.AFTER_THOUGHTS;
        mayBeThought = false;
        return thought;
    }

    /** How much of the end may be half of a tag. */
    private int kept() {
        if (!mayBeThought) {
            return 0;
        }
        int most = Math.min(undecided.length(), UNOPENED.closing().length() - 1);
        for (int length = most; length > 0; length--) {
            String end = undecided.substring(undecided.length() - length);
            if (UNOPENED.closing().startsWith(end) || UNOPENED.opening().startsWith(end)) {
                return length;
            }
        }
        return 0;
    }

    private String taken(int length) {
        String taken = undecided.substring(0, length);
        undecided.delete(0, length);
        return taken;
    }
}
