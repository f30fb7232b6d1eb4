package dev.mgx.service;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service at a moment.
 *
 * @param since since when it has this status; null if it was never started
 * @param reason why it failed or was stopped, in a sentence; empty if there is nothing to say
 * @param lastOutput the last lines that it wrote
 */
public record ServiceState(ServiceStatus status, @Nullable Instant since, String reason, List<String> lastOutput) {
    /** One that was not started since the server was. */
    static final ServiceState NEVER_STARTED = new ServiceState(ServiceStatus.STOPPED, null, "", List.of());

    public ServiceState {
        lastOutput = List.copyOf(lastOutput);
    }
}
