package dev.mgx.repository.fetch;

import dev.mgx.file.OwnFolder;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.repository.LocalRepository;
import dev.mgx.repository.Source;
import dev.mgx.repository.UnusableRepository;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
 * One fetch, by JGit, whose classes are loaded here first: a server without repositories has none of them.
 *
 * @param folder in which a folder lies meanwhile
 */
record Reception(Path folder, FetchLimits limits) {
    FetchedRepository fetch(GitClient.Access access, NetworkRoute route, String ref, Duration time) {
        try (GitClient client = GitClient.open(access, route, limits, time)) {
            return fetch(access.repository(), ref, client);
        }
    }

    private FetchedRepository fetch(URI repository, String ref, GitClient client) {
        try {
            Path bare = emptyRepository();
            try {
                RemoteRef received = receive(repository, ref, client, bare);
                return new FetchedRepository(received.title(), read(bare));
            } finally {
                RepositoryFetcher.delete(bare);
            }
        } catch (IOException | UnusableRepository e) {
            throw new FetchRefused("%s is not taken: %s".formatted(repository, e.getMessage()));
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
}
