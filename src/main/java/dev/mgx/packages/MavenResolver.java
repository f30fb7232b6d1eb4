package dev.mgx.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.collection.VersionFilter;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.spi.connector.transport.AbstractTransporter;
import org.eclipse.aether.spi.connector.transport.GetTask;
import org.eclipse.aether.spi.connector.transport.PeekTask;
import org.eclipse.aether.spi.connector.transport.PutTask;
import org.eclipse.aether.spi.connector.transport.Transporter;
import org.eclipse.aether.spi.connector.transport.TransporterFactory;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.ChecksumFailureException;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.repository.SimpleArtifactDescriptorPolicy;
import org.eclipse.aether.version.Version;

/**
 * Maven's own resolution: which versions a program needs of which libraries, by their POMs. It asks one repository, whatever
 * POMs name, and sees of it what may be used. The only class that knows Maven Resolver.
 *
 * @param folder for what is fetched meanwhile
 */
record MavenResolver(MavenRepository repository, Path folder) {
    /** Of versions wanted so many are looked at, from the highest. */
    private static final int MOST_LOOKED_AT = 20;

    private static final int LONGEST_LICENCE = 60;

    private static final Pattern UNFINISHED =
            Pattern.compile("(?i)alpha|beta|snapshot|preview|milestone|[.-](?:rc|cr|m|ea|pre|dev)[.-]?\\d*(?![a-z])");

    private static final Comparator<Version> FINISHED_LAST = Comparator.comparing(
            version -> !UNFINISHED.matcher(version.toString()).find());

    /** The address is for nobody: {@link Transport} takes the repository's. */
    private static final List<RemoteRepository> REPOSITORIES =
            List.of(new RemoteRepository.Builder("maven", "default", "registry:///")
                    .setSnapshotPolicy(new RepositoryPolicy(false, null, null))
                    .build());

    private static final Map<String, Object> SETTINGS = Map.of(
            "aether.checksums.downloadChecksumAlgorithms",
            "SHA-512,SHA-256,SHA-1", // the first that the repository has
            "aether.remoteRepositoryFilter.prefixes",
            false,
            "aether.remoteRepositoryFilter.groupId",
            false);

    /** Libraries do not fit together, or one is not what it should be; the message says which. */
    static final class Unresolved extends Exception {
        private Unresolved(RepositoryException cause, Path folder) {
            super(reason(cause).replace(folder + "/", "").replaceAll("\\s+", " "), cause);
        }

        private static String reason(Throwable cause) {
            Throwable root = cause;
            while (root.getCause() != null && !(root instanceof ChecksumFailureException)) {
                root = root.getCause();
            }
            return root instanceof ChecksumFailureException
                    ? "what the registry sent is not what it says it is: its hash is another"
                    : String.valueOf(root.getMessage());
        }
    }

    /**
     * The libraries that these, named {@code group:artifact} or {@code group:artifact:version}, need, and they themselves.
     *
     * @param pinned those whose versions are chosen already, wherever they are needed
     */
    List<MavenJar> resolve(List<String> wanted, List<String> pinned) throws Unresolved {
        TransporterFactory transport = new TransporterFactory() {
            @Override
            public Transporter newInstance(RepositorySystemSession session, RemoteRepository remote) {
                return new Transport();
            }

            @Override
            public float getPriority() {
                return 0;
            }
        };
        RepositorySystemSupplier supplier = new RepositorySystemSupplier() {
            @Override
            protected Map<String, TransporterFactory> createTransporterFactories() {
                return Map.of("registry", transport);
            }
        };
        try (RepositorySystem system = supplier.get();
                RepositorySystemSession.CloseableSession session = session(system)) {
            CollectRequest request = new CollectRequest().setRepositories(REPOSITORIES);
            wanted.forEach(each -> request.addDependency(new Dependency(artifact(each), "compile")));
            pinned.forEach(each -> request.addManagedDependency(new Dependency(artifact(each), "compile")));
            List<MavenJar> jars = new ArrayList<>();
            for (ArtifactResult result : system.resolveDependencies(session, new DependencyRequest(request, null))
                    .getArtifactResults()) {
                if (result.getArtifact().getExtension().equals("jar")) {
                    jars.add(jar(system, session, result.getArtifact()));
                }
            }
            return jars;
        } catch (RepositoryException e) {
            throw new Unresolved(e, folder);
        }
    }

    private RepositorySystemSession.CloseableSession session(RepositorySystem system) {
        SessionBuilderSupplier maven = new SessionBuilderSupplier(system);
        return maven.get()
                .withLocalRepositoryBaseDirectories(folder)
                .setConfigProperties(SETTINGS)
                .setSystemProperties(Map.of("java.version", System.getProperty("java.version", ""))) // for profiles
                .setIgnoreArtifactDescriptorRepositories(true)
                .setArtifactDescriptorPolicy(new SimpleArtifactDescriptorPolicy(false, false))
                .setChecksumPolicy(RepositoryPolicy.CHECKSUM_POLICY_FAIL)
                .setDependencySelector(new AndDependencySelector(maven.getDependencySelector(), new Downloaded()))
                .setVersionFilter(new HighestUsable())
                .build();
    }

    private static Artifact artifact(String wanted) {
        String[] parts = wanted.split(":", 3);
        return new DefaultArtifact(parts[0], parts[1], "jar", parts.length < 3 ? "[0,)" : parts[2]);
    }

    private MavenJar jar(RepositorySystem system, RepositorySystemSession session, Artifact artifact)
            throws RepositoryException {
        Path file = artifact.getPath();
        if (!file.startsWith(folder)) {
            throw new IllegalStateException("not downloaded: " + artifact);
        }
        Map<String, Object> properties = system.readArtifactDescriptor(
                        session, new ArtifactDescriptorRequest(artifact, REPOSITORIES, ""))
                .getProperties();
        int count = properties.get("license.count") instanceof Integer number ? number : 0;
        String licence = IntStream.range(0, count)
                .mapToObj(index -> String.valueOf(properties.get("license.%d.name".formatted(index))))
                .map(name -> name.replaceAll("[\\s,]+", " ").strip())
                .collect(Collectors.joining(", "));
        return new MavenJar(
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getVersion(),
                folder.relativize(file).toString(),
                licence.substring(0, Math.min(LONGEST_LICENCE, licence.length())));
    }

    /** Takes files from {@link #repository}. */
    private final class Transport extends AbstractTransporter {
        @Override
        public int classify(Throwable error) {
            return error instanceof RegistryClient.NotThere ? ERROR_NOT_FOUND : ERROR_OTHER;
        }

        @Override
        protected void implPeek(PeekTask task) throws Exception {
            repository.get(task.getLocation().getPath()).close();
        }

        @Override
        protected void implGet(GetTask task) throws Exception {
            InputStream content = repository.get(task.getLocation().getPath());
            utilGet(task, content, true, -1, false);
        }

        @Override
        protected void implPut(PutTask task) {
            throw new UnsupportedOperationException("nothing is published");
        }

        @Override
        protected void implClose() {} // the repository is closed by who opened it
    }

    /** Leaves out what a POM takes from a file of the machine. */
    private static final class Downloaded implements DependencySelector {
        @Override
        public boolean selectDependency(Dependency dependency) {
            return !dependency.getScope().equals("system");
        }

        @Override
        public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
            return this;
        }
    }

    /** Of the versions in a range: the highest that may be used, a finished one if there is any. */
    private final class HighestUsable implements VersionFilter {
        @Override
        public void filterVersions(VersionFilterContext context) throws RepositoryException {
            List<Version> versions = new ArrayList<>();
            context.forEach(versions::add);
            versions.sort(FINISHED_LAST.thenComparing(Comparator.naturalOrder()));
            Artifact artifact = context.getDependency().getArtifact();
            String name = artifact.getGroupId() + ":" + artifact.getArtifactId();
            List<Version> chosen = versions.reversed().stream()
                    .limit(MOST_LOOKED_AT)
                    .filter(version -> isUsable(name, version))
                    .limit(1)
                    .toList();
            if (chosen.isEmpty()) {
                repository.refuseAll(name);
            }
            for (Iterator<Version> each = context.iterator(); each.hasNext(); ) {
                if (!chosen.contains(each.next())) {
                    each.remove();
                }
            }
        }

        private boolean isUsable(String name, Version version) {
            try {
                return repository.offers(name, version.toString());
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public VersionFilter deriveChildFilter(DependencyCollectionContext context) {
            return this;
        }
    }
}
