package dev.mgx.repository.fetch;

/** A repository that could not be fetched; the message is a sentence that says why and what would help. */
public final class FetchRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean late;

    private FetchRefused(String sentence, boolean late) {
        super(sentence);
        this.late = late;
    }

    FetchRefused(String sentence) {
        this(sentence, false);
    }

    static FetchRefused late(String sentence) {
        return new FetchRefused(sentence, true);
    }

    /** Whether only its time was over. */
    public boolean isLate() {
        return late;
    }
}
