package dev.mgx.server.intake;

/** A header of a request goes on in another line. */
public final class FoldedHeader extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    FoldedHeader() {
        super("A header goes on in another line");
    }
}
