package dev.mgx.wiring;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.llm.endpoint.CertificateAuthorities;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Whom to trust by the settings. */
final class CertificateChoice {
    private CertificateChoice() {}

    /**
     * The authorities; null for those that Java knows.
     *
     * @throws BadSetting if the file of further ones cannot be used
     */
    static @Nullable SSLContext of(Settings settings) {
        String file = settings.text(Setting.MGX_CA_FILE);
        try {
            return file.isEmpty() ? null : CertificateAuthorities.with(settings.path(Setting.MGX_CA_FILE));
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_CA_FILE is '%s', but %s".formatted(file, e.getMessage()));
        }
    }
}
