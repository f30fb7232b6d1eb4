package dev.mgx.packages;

import dev.mgx.packages.registry.RegistryClient;
import dev.mgx.sandbox.Egress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Maven in the sandbox takes for its only repository: shows what may be used, and gives files out once their hashes are right. For
 * one installation. Thread-safe.
 */
final class MavenFacade implements Egress {
    static final String PREFIX = "/maven/";

    /** The strongest that the repository has of a file counts. */
    private static final List<String> ALGORITHMS = List.of("SHA-512", "SHA-256", "SHA-1");

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40,128}");
    private static final int LONGEST_HASH = 1_000;
    private static final String TYPE = "application/octet-stream";

    private final MavenRepository repository;
    private final PackageStore store;
    private final RegistryFacade.Results results;

    /** @param results receives what the installation hands over */
    MavenFacade(MavenRepository repository, PackageStore store, RegistryFacade.Results results) {
        this.repository = repository;
        this.store = store;
        this.results = results;
    }

    @Override
    public Answer get(String target, String base) throws IOException, InterruptedException {
        String path = target.split("\\?", 2)[0];
        if (!path.startsWith(PREFIX)) {
            return nothing();
        }
        String below = path.substring(PREFIX.length());
        try {
            return MavenRepository.isHashed(below) ? file(below) : small(below);
        } catch (RegistryClient.NotThere e) {
            return nothing();
        }
    }

    private Answer file(String path) throws IOException, InterruptedException {
        PackageStore.Hash hash = hash(path);
        repository.requireAllowed(path);
        Optional<Path> kept = store.find(hash.fileName());
        Path file = kept.isPresent() ? kept.get() : fetched(path, hash);
        return new Answer(200, TYPE, Files.size(file), Files.newInputStream(file));
    }

    private Path fetched(String path, PackageStore.Hash hash) throws IOException, InterruptedException {
        try (InputStream in = repository.get(path)) {
            return store.keep(hash, in);
        }
    }

    private PackageStore.Hash hash(String path) throws IOException, InterruptedException {
        for (String algorithm : ALGORITHMS) {
            Optional<PackageStore.Hash> hash = hash(path, algorithm);
            if (hash.isPresent()) {
                return hash.get();
            }
        }
        repository.get(path).close(); // if it is not there, this says so
        throw new IOException("the repository has no hash of " + path);
    }

    private Optional<PackageStore.Hash> hash(String path, String algorithm) throws IOException, InterruptedException {
        String suffix = "." + algorithm.replace("-", "").toLowerCase(Locale.ROOT);
        try (InputStream in = repository.get(path + suffix)) {
            String said = new String(in.readNBytes(LONGEST_HASH), StandardCharsets.UTF_8).strip();
            String hex = said.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
            return HEX.matcher(hex).matches() ? Optional.of(new PackageStore.Hash(algorithm, hex)) : Optional.empty();
        } catch (RegistryClient.NotThere e) {
            return Optional.empty();
        }
    }

    /** A list of versions, or a hash. */
    private Answer small(String path) throws IOException, InterruptedException {
        try (InputStream in = repository.get(path)) {
            byte[] bytes = in.readAllBytes();
            return new Answer(200, TYPE, bytes.length, new ByteArrayInputStream(bytes));
        }
    }

    @Override
    public void receive(String name, InputStream content) throws IOException {
        results.receive(name, content);
    }

    private static Answer nothing() {
        return new Answer(404, TYPE, 0, new ByteArrayInputStream(new byte[0]));
    }
}
