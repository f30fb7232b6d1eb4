package dev.mgx.store.sql;

import org.jspecify.annotations.Nullable;

/**
 * The database or data folder cannot be used now; the message is one sentence for the operator. A write that failed
 * with this had no effect and may be retried.
 */
public class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
