package dev.mgx.server.preview;

import dev.mgx.service.Services;
import java.util.Optional;

/**
 * What can be previewed, and where.
 *
 * @param url empty for names of this machine, unless people reach the server under other URLs
 */
public record PreviewOptions(Services services, Optional<PreviewUrl> url) {
    public static final PreviewOptions NONE = new PreviewOptions(Services.NONE, Optional.empty());
}
