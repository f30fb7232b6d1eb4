package dev.mgx.store.sql;

import org.jspecify.annotations.Nullable;

/**
 * A database or data folder that cannot be used now; the message is one sentence for the operator.
 * A write that failed with it has left nothing behind and may be tried again.
 */
public class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
