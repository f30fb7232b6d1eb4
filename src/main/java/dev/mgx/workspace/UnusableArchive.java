package dev.mgx.workspace;

/** A zip that cannot be taken as a project; the message is a sentence for whoever sent it. */
public final class UnusableArchive extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    private UnusableArchive(String sentence, boolean tooLarge) {
        super(sentence);
        this.tooLarge = tooLarge;
    }

    static UnusableArchive because(String sentence) {
        return new UnusableArchive(sentence, false);
    }

    static UnusableArchive tooLarge(String sentence) {
        return new UnusableArchive(sentence, true);
    }

    /** Whether it is only more than is taken. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    /** The same as {@link #getMessage}. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
