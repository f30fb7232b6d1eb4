package stockroom;

/** What a user can mend, as one sentence. */
final class StockException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StockException(String message) {
        super(message);
    }
}
