package dev.mgx.team.answer;

import org.jspecify.annotations.Nullable;

/** A model's answer in the wrong form; the message is the complaint sent to the model. */
public final class MalformedAnswer extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The maximum length; a complaint may quote the model's output. */
    private static final int LONGEST = 1_000;

    public MalformedAnswer(String complaint) {
        this(complaint, null);
    }

    public MalformedAnswer(String complaint, @Nullable Throwable cause) {
        super(printable(complaint), cause);
    }

    private static String printable(String complaint) {
        StringBuilder text = complaint
                .codePoints()
                .limit(LONGEST)
                .map(each -> Character.isISOControl(each) && each != '\n' ? '?' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return complaint.codePointCount(0, complaint.length()) <= LONGEST ? text.toString() : text + "…";
    }
}
