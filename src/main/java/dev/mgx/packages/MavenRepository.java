package dev.mgx.packages;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Maven repository of which only what may be used is seen. For one installation. Thread-safe.
 *
 * @see <a href="https://maven.apache.org/repository/layout.html">its layout</a>
 */
final class MavenRepository {
    /** No description of a library is larger; those of the largest have 0.2 MiB. */
    private static final int LARGEST_TEXT = 4 << 20;

    private static final String LISTING = "maven-metadata.xml";
    private static final String HASHES = "\\.(?:md5|sha1|sha256|sha512)";
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*");
    private static final Pattern UPDATED = Pattern.compile("<lastUpdated>(\\d{14})</lastUpdated>");
    private static final DateTimeFormatter UPDATED_FORM = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private static final Logger log = LoggerFactory.getLogger(MavenRepository.class);

    /**
     * What a path names.
     *
     * @param name {@code group:artifact}
     * @param version empty for the list of versions
     */
    private record Named(String name, String version) {
        static Optional<Named> of(String path) {
            List<String> parts = List.of(path.split("/", -1));
            boolean plain = parts.stream().allMatch(part -> PART.matcher(part).matches());
            int fixed = parts.getLast().startsWith(LISTING) ? 2 : 3; // behind the group: artifact, version, file
            if (!plain || parts.size() <= fixed) {
                return Optional.empty();
            }
            int artifact = parts.size() - fixed;
            String group = String.join(".", parts.subList(0, artifact));
            return Optional.of(new Named(group + ":" + parts.get(artifact), fixed == 2 ? "" : parts.get(artifact + 1)));
        }

        String folder() {
            return name.replace('.', '/').replace(':', '/') + "/";
        }
    }

    private final RegistryClient client;
    private final PackagePolicy policy;
    private final RefusedPackages refusals;
    private final AtomicLong bytesLeft;
    private final ConcurrentMap<String, String> listings = new ConcurrentHashMap<>();

    /** @param mostBytes of all that is fetched */
    MavenRepository(RegistryClient client, PackagePolicy policy, RefusedPackages refusals, long mostBytes) {
        this.client = client;
        this.policy = policy;
        this.refusals = refusals;
        bytesLeft = new AtomicLong(mostBytes);
    }

    /**
     * The file at a path below the repository's address. Why there is none is remembered among the refusals.
     *
     * @throws RegistryClient.NotThere if there is none that may be used
     */
    InputStream get(String path) throws IOException, InterruptedException {
        Named named = Named.of(path).orElseThrow(RegistryClient.NotThere::new);
        if (policy.denies(named.name())) {
            refusals.add(named.name(), "is on the list of packages that are not used");
            throw new RegistryClient.NotThere();
        }
        if (path.matches(".*" + HASHES)) {
            return metered(client.stream(address(path), "*/*"), named.name());
        }
        try {
            return named.version().isEmpty() ? bytes(listing(named)) : file(path, named);
        } catch (RegistryClient.NotThere e) {
            String missing = path.endsWith(".pom") ? "version " + named.version() : lastPart(path);
            refusals.add(named.name(), isListed(named) ? "has no " + missing : "does not exist");
            throw e;
        } catch (IOException e) {
            refusals.addUnfetched(named.name(), e);
            log.warn("{} could not be fetched from the repository {}", path, client.registry(), e);
            throw e;
        }
    }

    private InputStream file(String path, Named named) throws IOException, InterruptedException {
        RegistryClient.Found found = client.find(address(path), "*/*");
        try {
            Optional<String> flaw = flaw(named, found.modified());
            if (flaw.isPresent()) {
                refusals.add(named.name(), named.version() + " " + flaw.get());
                throw new RegistryClient.NotThere();
            }
            return path.endsWith(".pom")
                    ? bytes(pom(found.content(), named.name()))
                    : metered(found.content(), named.name());
        } catch (IOException | InterruptedException e) {
            found.content().close();
            throw e;
        }
    }

    /** A description of a library, which never has declarations of its own: they are of use to attackers alone. */
    private String pom(InputStream content, String name) throws IOException {
        String text = text(content, name);
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw new IOException("its POM declares entities");
        }
        return text;
    }

    /** Whether a version may be used; nothing is remembered of one that may not. */
    boolean offers(String name, String version) throws IOException, InterruptedException {
        Named named = new Named(name, version);
        String artifact = name.substring(name.indexOf(':') + 1);
        String path = "%s%s/%s-%s.pom".formatted(named.folder(), version, artifact, version);
        if (Named.of(path).isEmpty()) {
            return false;
        }
        try {
            RegistryClient.Found found = client.find(address(path), "*/*");
            found.content().close();
            return flaw(named, found.modified()).isEmpty();
        } catch (RegistryClient.NotThere e) {
            return false;
        }
    }

    /** Remembers that no version may be used. */
    void refuseAll(String name) {
        refusals.add(name, "has no version of those wanted that has been out for " + policy.age());
    }

    /**
     * Why a version cannot be used. Where the repository does not say how old a file is, the time counts at which it last
     * added a version of the library: no version is younger.
     */
    private Optional<String> flaw(Named named, Optional<Instant> modified) throws IOException, InterruptedException {
        Optional<Instant> youngest = modified.isPresent() ? modified : updated(named);
        if (youngest.isEmpty()) {
            return Optional.of("cannot be judged: the repository does not tell how old it is");
        }
        return policy.isOldEnough(youngest.get())
                ? Optional.empty()
                : Optional.of("has not been out for " + policy.age()
                        + (modified.isPresent() ? "" : ", as far as the repository tells"));
    }

    private Optional<Instant> updated(Named named) throws IOException, InterruptedException {
        try {
            Matcher updated = UPDATED.matcher(listing(named));
            return updated.find()
                    ? Optional.of(
                            LocalDateTime.parse(updated.group(1), UPDATED_FORM).toInstant(ZoneOffset.UTC))
                    : Optional.empty();
        } catch (RegistryClient.NotThere | DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean isListed(Named named) throws InterruptedException {
        try {
            return !listing(named).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** The list of versions. */
    private String listing(Named named) throws IOException, InterruptedException {
        String known = listings.get(named.name());
        if (known == null) {
            try (InputStream in = client.stream(address(named.folder() + LISTING), "*/*")) {
                known = text(in, named.name());
            }
            listings.put(named.name(), known);
        }
        return known;
    }

    private URI address(String path) {
        return client.registry().base().resolve(path);
    }

    private String text(InputStream content, String name) throws IOException {
        try (InputStream in = metered(content, name)) {
            byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
            if (bytes.length > LARGEST_TEXT) {
                throw new IOException("its description is larger than %d MiB".formatted(LARGEST_TEXT >> 20));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The same, counted, as what an installation fetches is bounded; a failure is remembered. */
    private InputStream metered(InputStream content, String name) {
        return new FilterInputStream(content) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    int read = super.read(bytes, offset, length);
                    if (read > 0 && bytesLeft.addAndGet(-read) < 0) {
                        throw new IOException("it is too large, with what it brings along");
                    }
                    return read;
                } catch (IOException e) {
                    refusals.addUnfetched(name, e);
                    throw e;
                }
            }
        };
    }
}
