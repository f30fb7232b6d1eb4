package dev.mgx.packages;

import dev.mgx.sandbox.Egress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a package manager in the sandbox takes for its registry: shows of each package the versions that may be used, and
 * gives their files out once their hashes are right. For one installation. Thread-safe.
 */
abstract class RegistryFacade implements Egress {
    private static final Logger log = LoggerFactory.getLogger(RegistryFacade.class);

    /**
     * A file of a package.
     *
     * @param hash what its content must have
     */
    record Download(URI address, PackageStore.Hash hash) {}

    /** Receives what an installation hands over. */
    interface Results {
        void receive(String name, InputStream content) throws IOException;
    }

    private final RegistryClient client;
    private final PackageStore store;
    private final PackagePolicy policy;
    private final RefusedPackages refusals;
    private final Results results;
    private final ConcurrentMap<String, ObjectNode> listings = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Download> downloads = new ConcurrentHashMap<>();

    /** @param results receives what the installation hands over */
    RegistryFacade(
            RegistryClient client,
            PackageStore store,
            PackagePolicy policy,
            RefusedPackages refusals,
            Results results) {
        this.client = client;
        this.store = store;
        this.policy = policy;
        this.refusals = refusals;
        this.results = results;
    }

    /** The name of the package that this path lists; empty if it lists none. */
    abstract Optional<String> listed(String path);

    /** Where the registry lists the package. */
    abstract URI listing(String name, Registry registry);

    abstract String contentType();

    /**
     * The listing as it may be seen, with addresses under {@code base}. Each file that it names is given to
     * {@link #offer}.
     *
     * @param text the registry's
     */
    abstract ObjectNode filtered(String name, String text, String base);

    final RegistryClient client() {
        return client;
    }

    final PackagePolicy policy() {
        return policy;
    }

    /** Remembers a file, and returns its path. */
    final String offer(String path, Download download) {
        downloads.put(path, download);
        return path;
    }

    @Override
    public final Answer get(String target, String base) throws IOException, InterruptedException {
        String path = URLDecoder.decode(target.split("\\?", 2)[0].replace("+", "%2B"), StandardCharsets.UTF_8);
        Download download = downloads.get(path);
        if (download != null) {
            return file(download);
        }
        Optional<String> name = listed(path);
        return name.isPresent() ? listing(name.get(), base) : nothing();
    }

    private Answer listing(String name, String base) throws InterruptedException {
        ObjectNode known = listings.get(name);
        if (known != null) {
            return text(known);
        }
        if (client.registry().isElsewhere(name)) {
            refusals.add(name, "is in a scope that has a registry of its own, which is not asked");
            return nothing();
        }
        if (policy.denies(name)) {
            refusals.add(name, "is on the list of packages that are not used");
            return nothing();
        }
        try {
            ObjectNode filtered = filtered(name, client.text(listing(name, client.registry()), contentType()), base);
            listings.put(name, filtered);
            return text(filtered);
        } catch (RegistryClient.NotThere e) {
            refusals.add(name, "does not exist");
        } catch (IllegalArgumentException e) { // no JSON, or an address that is none
            refusals.add(name, "cannot be judged: the registry's answer is not readable");
            log.warn("The registry {} lists {} in a form that is not known", client.registry(), name, e);
        } catch (IOException e) {
            refusals.addUnfetched(name, e);
            log.warn("{} could not be fetched from the registry {}", name, client.registry(), e);
        }
        return nothing();
    }

    /** Remembers why no version of the package may be used. */
    final void refuse(String name, String reason) {
        refusals.add(name, reason);
    }

    private Answer file(Download download) throws IOException, InterruptedException {
        Optional<Path> kept = store.find(download.hash().fileName());
        Path file = kept.isPresent() ? kept.get() : fetched(download);
        return new Answer(200, "application/octet-stream", Files.size(file), Files.newInputStream(file));
    }

    private Path fetched(Download download) throws IOException, InterruptedException {
        String name = lastPart(download.address().getPath());
        try (InputStream in = client.stream(download.address(), "*/*")) {
            return store.keep(download.hash(), in);
        } catch (RegistryClient.NotThere e) {
            refusals.add(name, "is listed by the registry, but not there");
            throw e;
        } catch (IOException e) {
            refusals.addUnfetched(name, e);
            throw e;
        }
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public final void receive(String name, InputStream content) throws IOException {
        results.receive(name, content);
    }

    private Answer text(ObjectNode listing) {
        byte[] bytes = listing.toString().getBytes(StandardCharsets.UTF_8);
        return new Answer(200, contentType(), bytes.length, new ByteArrayInputStream(bytes));
    }

    private static Answer nothing() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return new Answer(404, "application/json", body.length, new ByteArrayInputStream(body));
    }
}
