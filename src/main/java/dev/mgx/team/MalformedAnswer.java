package dev.mgx.team;

import org.jspecify.annotations.Nullable;

/** A model's answer that is not in the form it was asked for; the message is the complaint it is sent. */
final class MalformedAnswer extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedAnswer(String complaint) {
        super(complaint);
    }

    MalformedAnswer(String complaint, @Nullable Throwable cause) {
        super(complaint, cause);
    }
}
