package dev.mgx.cli.client;

/** The data folder is in use by another process; the message names it and says what to do. */
public final class DataFolderTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public DataFolderTaken(String message, Throwable cause) {
        super(message, cause);
    }
}
