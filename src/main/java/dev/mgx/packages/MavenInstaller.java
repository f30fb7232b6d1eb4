package dev.mgx.packages;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the libraries of a Java program. Unlike packages of other ecosystems they need no unpacking: what is installed is
 * the jars as they are, so that this is done by the server itself, which reads POMs and passes jars on.
 */
record MavenInstaller(Registry registry, PackageStore store, PackagePolicy policy) {
    /** Where the jars are, beside the packages of other ecosystems. */
    private static final String FOLDER = "lib";

    private static final Logger log = LoggerFactory.getLogger(MavenInstaller.class);

    /**
     * Chooses versions of these libraries and of what they need, and installs them.
     *
     * @param wanted {@code group:artifact} or {@code group:artifact:version}
     * @param there what there is already, whose versions stay
     */
    InstalledPackages resolve(List<String> wanted, Optional<Lock> there, Duration timeout) throws InterruptedException {
        Set<String> asked = wanted.stream().map(MavenInstaller::name).collect(Collectors.toSet());
        List<String> pinned = there.stream()
                .flatMap(lock -> MavenLock.of(lock.content()).stream())
                .map(entry -> entry.jar().name() + ":" + entry.jar().version())
                .filter(each -> !asked.contains(name(each)))
                .toList();
        List<String> all = new ArrayList<>(wanted);
        there.stream()
                .flatMap(lock -> lock.direct().stream())
                .map(each -> each.replace(' ', ':'))
                .filter(each -> !asked.contains(name(each)))
                .forEach(all::add);
        return within(timeout, fetching -> {
            List<MavenLock.Entry> entries = fetching.resolved(all, pinned);
            Set<String> direct = all.stream().map(MavenInstaller::name).collect(Collectors.toSet());
            return new InstalledPackages(
                    MavenLock.manifest(direct, entries), MavenLock.content(entries), fetching.archive(entries));
        });
    }

    private static String name(String wanted) {
        return wanted.replaceFirst("^([^:]+:[^:]+).*", "$1");
    }

    /** Installs what a lock names. */
    InstalledPackages install(Lock lock, Duration timeout) throws InterruptedException {
        return within(timeout, fetching -> {
            List<MavenLock.Entry> entries = MavenLock.of(lock.content());
            for (MavenLock.Entry entry : entries) {
                fetching.fetch(entry);
            }
            return new InstalledPackages(lock.manifest(), lock.content(), fetching.archive(entries));
        });
    }

    private interface Work {
        InstalledPackages with(Fetching fetching) throws IOException, InterruptedException, MavenResolver.Unresolved;
    }

    /**
     * Does the work, of which some is done by other threads that cannot be interrupted: when there is no more time for it,
     * their connections are closed.
     */
    private InstalledPackages within(Duration timeout, Work work) throws InterruptedException {
        RefusedPackages refusals = new RefusedPackages();
        RegistryClient client = new RegistryClient(registry);
        FutureTask<InstalledPackages> task = new FutureTask<>(() -> work.with(new Fetching(client, refusals)));
        Thread thread = Thread.ofVirtual().name("mgx-maven").start(task);
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw refused("it took too long.", refusals, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!(cause instanceof IOException || cause instanceof MavenResolver.Unresolved)) {
                log.warn("What the repository {} sent broke the installation", registry, e);
            }
            throw refused(cause.getMessage() + ".", refusals, cause);
        } finally {
            client.close();
            thread.join();
        }
    }

    private static PackageRefused refused(String reason, RefusedPackages refusals, Throwable cause) {
        PackageRefused refused = new PackageRefused("Libraries from %s could not be installed: %s"
                .formatted(
                        Ecosystem.MAVEN.title(),
                        refusals.sentences().isEmpty() ? reason : String.join(" ", refusals.sentences())));
        refused.initCause(cause);
        return refused;
    }

    /** One installation. */
    private final class Fetching {
        private final RegistryClient client;
        private final RefusedPackages refusals;
        private final MavenRepository repository;

        Fetching(RegistryClient client, RefusedPackages refusals) {
            this.client = client;
            this.refusals = refusals;
            repository = new MavenRepository(client, policy, refusals, store.mostBytesOfOne());
        }

        List<MavenLock.Entry> resolved(List<String> wanted, List<String> pinned)
                throws IOException, MavenResolver.Unresolved {
            Path folder = store.newFolder();
            try {
                List<MavenLock.Entry> entries = new ArrayList<>();
                for (MavenJar jar : new MavenResolver(repository, folder).resolve(wanted, pinned)) {
                    Path file = folder.resolve(jar.path());
                    MavenLock.Entry entry = new MavenLock.Entry(jar, sha256(file));
                    try (InputStream in = Files.newInputStream(file)) {
                        store.keep(entry.hash(), in);
                    }
                    entries.add(entry);
                }
                return entries;
            } finally {
                PackageStore.delete(folder);
            }
        }

        void fetch(MavenLock.Entry entry) throws IOException, InterruptedException {
            String name = entry.jar().name();
            if (policy.denies(name)) {
                refusals.add(name, "is on the list of packages that are not used");
                throw new RegistryClient.NotThere();
            }
            if (store.find(entry.hash().fileName()).isEmpty()) {
                URI address = client.registry().base().resolve(entry.jar().path());
                try (InputStream in = client.stream(address, "*/*")) {
                    store.keep(entry.hash(), in);
                } catch (IOException e) {
                    refusals.addUnfetched(name, e);
                    throw e;
                }
            }
        }

        Path archive(List<MavenLock.Entry> entries) throws IOException {
            List<String> names = MavenJar.fileNames(
                    entries.stream().map(MavenLock.Entry::jar).toList());
            Map<String, Path> files = new LinkedHashMap<>();
            for (int i = 0; i < entries.size(); i++) {
                Optional<Path> kept = store.find(entries.get(i).hash().fileName());
                files.put(names.get(i), kept.orElseThrow(() -> new IOException("a download is not kept any more")));
            }
            try (InputStream in = JarArchive.of(FOLDER, files)) {
                return store.keepNew(in);
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
