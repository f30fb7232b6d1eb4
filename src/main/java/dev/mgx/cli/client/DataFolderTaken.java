package dev.mgx.cli.client;

/** A data folder that another process has; the message says which and what to do. */
public final class DataFolderTaken extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public DataFolderTaken(String message, Throwable cause) {
        super(message, cause);
    }
}
