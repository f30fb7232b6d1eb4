package dev.mgx.wiring;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.engine.Workflow;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.endpoint.Secret;
import dev.mgx.repository.SourceLimits;
import dev.mgx.repository.fetch.FetchLimits;
import dev.mgx.repository.fetch.GitCredentials;
import dev.mgx.repository.fetch.RepositoryFetcher;
import dev.mgx.task.GitHosts;
import dev.mgx.team.source.FetchingWorkflow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Creates from the settings what fetches repositories. */
record GitWiring(Settings settings) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** From where repositories may be fetched. */
    GitHosts hosts() {
        try {
            return GitHosts.of(settings.list(Setting.MGX_GIT_HOSTS));
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_GIT_HOSTS is no list of hosts: " + e.getMessage());
        }
    }

    /**
     * Has a repository fetched before the team works on it.
     *
     * @throws BadSetting if the credentials or the certificates cannot be used
     */
    Workflow fetching(Workflow team) {
        GitHosts hosts = hosts();
        @Nullable SSLContext tls = hosts.allowed().isEmpty() ? null : CertificateChoice.of(settings);
        FetchLimits limits = new FetchLimits(
                new SourceLimits(
                        settings.number(Setting.MGX_MAX_SOURCE_FILES),
                        settings.number(Setting.MGX_MAX_SOURCE_BYTES),
                        SourceLimits.DEFAULT.fileBytes()),
                settings.duration(Setting.MGX_GIT_TIMEOUT));
        RepositoryFetcher fetcher = new RepositoryFetcher(
                settings.dataFolder().resolve("fetch"),
                limits,
                credentials(),
                repository ->
                        new NetworkRoute(CONNECT_TIMEOUT, new ProxyChoice(settings).of(endpoint(repository)), tls));
        return new FetchingWorkflow(team, fetcher, hosts);
    }

    private Optional<Path> credentials() {
        if (settings.text(Setting.MGX_GIT_CREDENTIALS).isEmpty()) {
            return Optional.empty();
        }
        Path file = settings.path(Setting.MGX_GIT_CREDENTIALS);
        try {
            var _ = GitCredentials.read(file); // says at the start what is wrong; it is read again for each repository
            return Optional.of(file);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("MGX_GIT_CREDENTIALS cannot be used: " + e.getMessage());
        }
    }

    /** What proxies are chosen by: the host alone. */
    private static Endpoint endpoint(URI repository) {
        return new Endpoint(Provider.OPENAI, repository.resolve("/"), Secret.NONE);
    }
}
