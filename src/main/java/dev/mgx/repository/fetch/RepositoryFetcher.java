package dev.mgx.repository.fetch;

import dev.mgx.file.OwnFolder;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.repository.LocalRepository;
import dev.mgx.repository.Source;
import dev.mgx.repository.UnusableRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.RemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;

/**
 * Fetches one commit of a repository over https, reads its files, and keeps nothing. No git is started, and no hook, filter,
 * submodule, cookie or configuration plays a part. Thread-safe.
 */
public final class RepositoryFetcher {
    private final Path folder;
    private final FetchLimits limits;
    private final Optional<Path> credentials;
    private final Function<URI, NetworkRoute> routes;

    /**
     * A fetcher, which first removes what one that was killed has left in its folder.
     *
     * @param folder of this process alone, in which a folder lies for as long as something is fetched
     * @param credentials a file as {@link GitCredentials} reads it, each time anew
     * @param routes how a host is reached
     */
    public RepositoryFetcher(
            Path folder, FetchLimits limits, Optional<Path> credentials, Function<URI, NetworkRoute> routes) {
        this.folder = folder;
        this.limits = limits;
        this.credentials = credentials;
        this.routes = routes;
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("What is left of repositories in %s cannot be removed".formatted(folder), e);
        }
    }

    /**
     * Fetches one commit. Blocks; an interrupt ends it.
     *
     * @param repository its address
     * @param ref a branch, a tag or a commit; empty for HEAD
     * @param allowed which addresses may be asked
     * @param atMost if that is less than the limit
     * @throws FetchRefused if it cannot be fetched, or has more than is taken
     */
    public FetchedRepository fetch(URI repository, String ref, Predicate<URI> allowed, Duration atMost)
            throws InterruptedException {
        Duration time = atMost.compareTo(limits.time()) < 0 ? atMost : limits.time();
        GitClient.Access access = new GitClient.Access(repository, allowed, credentials());
        try (GitClient client = GitClient.open(access, routes.apply(repository), limits, time)) {
            return fetch(repository, ref, client);
        } catch (FetchRefused e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Fetching %s was interrupted".formatted(repository));
            }
            throw e;
        }
    }

    private FetchedRepository fetch(URI repository, String ref, GitClient client) {
        try {
            Path bare = emptyRepository();
            try {
                RemoteRef received = receive(repository, ref, client, bare);
                return new FetchedRepository(received.title(), read(bare));
            } finally {
                delete(bare);
            }
        } catch (IOException | UnusableRepository e) {
            throw new FetchRefused("%s is not taken: %s".formatted(repository, e.getMessage()));
        }
    }

    private GitCredentials credentials() {
        try {
            return credentials.map(GitCredentials::read).orElse(GitCredentials.NONE);
        } catch (IllegalArgumentException e) {
            throw new FetchRefused("The file of MGX_GIT_CREDENTIALS is not used: " + e.getMessage());
        }
    }

    private Path emptyRepository() throws IOException {
        OwnFolder.ensure(folder);
        Path bare = Files.createTempDirectory(folder, "fetch-");
        for (String each : List.of("objects/pack", "refs/heads")) {
            Files.createDirectories(bare.resolve(each));
        }
        Files.writeString(bare.resolve("HEAD"), "ref: refs/heads/none\n");
        return bare;
    }

    private RemoteRef receive(URI repository, String ref, GitClient client, Path bare) throws IOException {
        try (ReceivingRepository receiving = new ReceivingRepository(bare, client, limits);
                Transport transport = Transport.open(receiving, new URIish(repository.toString()))) {
            ((TransportHttp) transport).setHttpConnectionFactory(client);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setFetchThin(false);
            transport.setDepth(1);
            try (FetchConnection connection = transport.openFetch(List.of(), RemoteRef.prefixes(ref))) {
                RemoteRef chosen = RemoteRef.choose(connection, ref, repository);
                connection.fetch(monitor(client), List.of(chosen.ref()), Set.of());
                client.requireTime();
                Files.writeString(bare.resolve("HEAD"), chosen.id().name() + "\n");
                return chosen;
            }
        } catch (IOException | RuntimeException | URISyntaxException e) {
            throw refusal(e, client);
        }
    }

    /** What else than the network may take long: finding objects in what was sent. */
    private static ProgressMonitor monitor(GitClient client) {
        return new EmptyProgressMonitor() {
            @Override
            public boolean isCancelled() {
                return client.isOver();
            }
        };
    }

    private FetchRefused refusal(Exception e, GitClient client) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            switch (each) {
                case FetchRefused refused -> {
                    return refused;
                }
                case TooLargeObjectInPackException large -> {
                    return client.refusals().tooLarge("a file has more than %,d bytes".formatted(limits.objectBytes()));
                }
                case RemoteRepositoryException remote -> {
                    return client.refusals().said(remote.getMessage());
                }
                default -> {}
            }
        }
        client.requireTime();
        return client.refusals().unreadable(e);
    }

    private Source read(Path bare) throws UnusableRepository {
        try (LocalRepository received = LocalRepository.open(bare)) {
            return received.read(false, limits.source());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> below = Files.walk(folder)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
