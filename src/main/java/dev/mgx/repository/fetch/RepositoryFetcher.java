package dev.mgx.repository.fetch;

import dev.mgx.llm.endpoint.NetworkRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

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
        try {
            return new Reception(folder, limits).fetch(access, routes.apply(repository), ref, time);
        } catch (FetchRefused e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Fetching %s was interrupted".formatted(repository));
            }
            throw e;
        }
    }

    private GitCredentials credentials() {
        try {
            return credentials.map(GitCredentials::read).orElse(GitCredentials.NONE);
        } catch (IllegalArgumentException e) {
            throw new FetchRefused("The file of MGX_GIT_CREDENTIALS is not used: " + e.getMessage());
        }
    }

    /** Deletes a folder with everything in it, if there is one. */
    static void delete(Path folder) throws IOException {
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
