package dev.mgx.server.intake;

/** The server does not take this on now; later it may. The message is a sentence for the client. */
public final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Overloaded(String sentence) {
        super(sentence, null, false, false);
    }
}
