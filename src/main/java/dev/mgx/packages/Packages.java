package dev.mgx.packages;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Connection;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.LanguageRuntime;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the libraries of generated programs: the ecosystem's own tool runs in the sandbox, without a network, and takes
 * a facade of ours for its registry; jars are fetched by {@link MavenInstaller}. What is installed is kept as an archive by
 * its lock, so that the same lock is installed once. Thread-safe.
 */
public final class Packages {
    private static final int LARGEST_LOCK = 4 << 20;
    private static final Duration TOOLS_TIMEOUT = Duration.ofSeconds(30);

    private static final String TOOLS = """
            npm --version >/dev/null 2>&1 && node -p '"npm " + require("module").builtinModules.join(" ")'
            python3 -m pip --version >/dev/null 2>&1 \\
                && python3 -c 'import sys; print("pypi", *sys.stdlib_module_names)'
            javac --version >/dev/null 2>&1 && echo maven
            true
            """;

    private static final Logger log = LoggerFactory.getLogger(Packages.class);

    private final Sandbox sandbox;
    private final PackageStore store;
    private final PackagePolicy policy;
    private final Registries registries;
    private final Duration limit;
    private final Map<Ecosystem, String> scripts = Map.of(
            Ecosystem.NPM, script("install-npm.sh"),
            Ecosystem.PYPI, script("install-pypi.sh"));
    private final ConcurrentMap<String, ReentrantLock> installing = new ConcurrentHashMap<>();
    private volatile @Nullable Map<Ecosystem, Set<String>> tools;

    /** Installations take no longer than executions by default. */
    public Packages(Sandbox sandbox, PackageStore store, PackagePolicy policy, Registries registries) {
        this(sandbox, store, policy, registries, SandboxLimits.defaults().timeout());
    }

    /** @param limit of the time of an installation */
    public Packages(Sandbox sandbox, PackageStore store, PackagePolicy policy, Registries registries, Duration limit) {
        this.sandbox = sandbox;
        this.store = store;
        this.policy = policy;
        this.registries = registries;
        this.limit = limit;
    }

    /** No libraries but those that are kept already. */
    public static Packages none(Sandbox sandbox) {
        PackagePolicy policy = new PackagePolicy(Duration.ZERO, Set.of(), InstantSource.system());
        return new Packages(
                sandbox, new PackageStore(Path.of("/nonexistent"), 0, 0), policy, ecosystem -> Optional.empty());
    }

    /**
     * The ecosystems of which libraries can be installed: the tool is in the sandbox, and says where its registry is. May
     * block for seconds at the first call.
     */
    public List<Ecosystem> offered() throws InterruptedException {
        List<Ecosystem> offered = new ArrayList<>();
        try {
            for (Ecosystem each : Ecosystem.values()) {
                if (sandbox.canExecute() && registries.of(each).isPresent() && tools().containsKey(each)) {
                    offered.add(each);
                }
            }
        } catch (SandboxFailure | SandboxUnavailable e) {
            log.warn("No libraries: the sandbox could not be asked which package managers it has", e);
        }
        return offered;
    }

    /** Whether a library of this name comes with the language, so that what a registry has by that name is another. */
    public boolean isBuiltIn(Ecosystem ecosystem, String name) throws InterruptedException {
        return tools().getOrDefault(ecosystem, Set.of()).contains(name);
    }

    /** The tools in the sandbox, and for each what comes with its language. */
    private Map<Ecosystem, Set<String>> tools() throws InterruptedException {
        Map<Ecosystem, Set<String>> known = tools;
        if (known == null) {
            Execution execution =
                    sandbox.run(new Command(List.of("sh", "-c", TOOLS), Map.of(), TOOLS_TIMEOUT), OutputListener.NONE);
            known = new EnumMap<>(Ecosystem.class);
            for (String line : execution.stdout().lines().toList()) {
                String[] words = line.split(" ", 2);
                for (Ecosystem each : Ecosystem.values()) {
                    if (each.name().toLowerCase(Locale.ROOT).equals(words[0])) {
                        known.put(each, Set.copyOf(List.of(words[words.length - 1].split(" "))));
                    }
                }
            }
            tools = known;
        }
        return known;
    }

    /**
     * Chooses versions of these libraries and of what they need, and installs them.
     *
     * @throws PackageRefused if one does not exist, may not be used, or does not fit the others
     */
    public Lock resolve(Ecosystem ecosystem, List<Dependency> dependencies, Duration timeout)
            throws InterruptedException {
        return resolve(ecosystem, dependencies, Map.of(), timeout);
    }

    /**
     * The same beside those that a project has already, whose versions stay.
     *
     * @param project its files
     * @throws PackageRefused also if they do not fit those that are there
     */
    public Lock resolve(
            Ecosystem ecosystem, List<Dependency> dependencies, Map<String, String> project, Duration timeout)
            throws InterruptedException {
        List<String> wanted = dependencies.stream().map(ecosystem::written).toList();
        Map<String, String> there = Lock.in(project).stream()
                .filter(lock -> lock.ecosystem() == ecosystem)
                .findFirst()
                .map(Lock::files)
                .orElse(Map.of());
        InstalledPackages installed = install(ecosystem, wanted, there, timeout);
        Lock lock = new Lock(ecosystem, installed.manifest(), installed.lock());
        keep(lock, installed);
        return lock;
    }

    /**
     * What these locks install, as archives to run programs with; installed anew where it is not kept any more.
     *
     * @param files of the project
     * @throws PackageRefused if it cannot be installed
     */
    public List<Path> archives(Map<String, String> files, Duration timeout) throws InterruptedException {
        List<Path> archives = new ArrayList<>();
        for (Lock lock : Lock.in(files)) {
            archives.add(archive(lock, timeout));
        }
        return archives;
    }

    private Path archive(Lock lock, Duration timeout) throws InterruptedException {
        String name = archiveName(lock);
        ReentrantLock turn = installing.computeIfAbsent(name, key -> new ReentrantLock());
        turn.lockInterruptibly();
        try {
            Optional<Path> kept = store.find(name);
            return kept.isPresent()
                    ? kept.get()
                    : keep(lock, install(lock.ecosystem(), List.of(), lock.files(), timeout));
        } finally {
            turn.unlock();
        }
    }

    private String archiveName(Lock lock) {
        String platform = sandbox.runtimes().stream()
                .filter(runtime -> runtime.name().equals(lock.ecosystem().runtime()))
                .map(LanguageRuntime::version)
                .collect(Collectors.joining());
        return "installed-" + lock.id(System.getProperty("os.arch") + " " + platform);
    }

    private Path keep(Lock lock, InstalledPackages installed) {
        Optional<Path> archive = store.find(archiveName(lock));
        try {
            if (archive.isPresent()) {
                Files.delete(installed.archive()); // another was quicker
                return archive.get();
            }
            return store.rename(installed.archive(), archiveName(lock));
        } catch (IOException e) {
            throw new UncheckedIOException("The installed libraries could not be kept", e);
        }
    }

    /**
     * @param wanted as the ecosystem's tool is told; empty to install by the lock
     * @param files the manifest and the lock of what is there already, or none
     */
    private InstalledPackages install(
            Ecosystem ecosystem, List<String> wanted, Map<String, String> files, Duration timeout)
            throws InterruptedException {
        Registry registry = registries
                .of(ecosystem)
                .orElseThrow(() ->
                        new PackageRefused("No libraries from %s can be installed here".formatted(ecosystem.title())));
        if (ecosystem == Ecosystem.MAVEN) {
            MavenInstaller installer = new MavenInstaller(registry, store, policy);
            Duration shorter = timeout.compareTo(limit) < 0 ? timeout : limit;
            Optional<Lock> there = Lock.in(files).stream().findFirst();
            return wanted.isEmpty()
                    ? installer.install(there.orElseThrow(), shorter)
                    : installer.resolve(wanted, there, shorter);
        }
        RefusedPackages refusals = new RefusedPackages();
        ConcurrentMap<String, String> texts = new ConcurrentHashMap<>();
        ConcurrentMap<String, Path> archives = new ConcurrentHashMap<>();
        try (RegistryClient client = new RegistryClient(registry)) {
            RegistryFacade.Results results = (name, content) -> {
                if (name.equals("installed")) {
                    archives.put(name, kept(content, refusals));
                } else {
                    texts.put(name, text(content));
                }
            };
            RegistryFacade facade = switch (ecosystem) {
                case NPM -> new NpmFacade(client, store, policy, refusals, results);
                case PYPI -> new PypiFacade(client, store, policy, refusals, results);
                case MAVEN -> throw new IllegalArgumentException("no tool in the sandbox installs " + ecosystem);
            };
            List<String> argv = new ArrayList<>(List.of("sh", "-c", scripts.getOrDefault(ecosystem, ""), "install"));
            argv.addAll(wanted);
            Connection connection = new Connection(
                    facade,
                    Map.of(
                            "manifest", "$TMPDIR/packages/" + ecosystem.manifest(),
                            "lock", "$TMPDIR/packages/" + ecosystem.lockFile(),
                            "installed", "$TMPDIR/packages"));
            Execution execution =
                    sandbox.run(new Command(argv, files, timeout, List.of(), connection), OutputListener.NONE);
            Path archive = archives.get("installed");
            if (!execution.succeeded() || archive == null) {
                throw new PackageRefused(reason(ecosystem, refusals, execution));
            }
            return new InstalledPackages(texts.getOrDefault("manifest", ""), texts.getOrDefault("lock", ""), archive);
        }
    }

    private Path kept(InputStream content, RefusedPackages refusals) throws IOException {
        try {
            return store.keepNew(content);
        } catch (IOException e) {
            refusals.add("What was installed", "could not be kept: " + e.getMessage());
            throw e;
        }
    }

    private static String reason(Ecosystem ecosystem, RefusedPackages refusals, Execution execution) {
        if (!refusals.sentences().isEmpty()) {
            return "Libraries from %s could not be installed: %s"
                    .formatted(ecosystem.title(), String.join(" ", refusals.sentences()));
        }
        String said = execution.stderr().strip();
        String end = said.length() > 600 ? "…" + said.substring(said.length() - 600) : said;
        return "Libraries from %s could not be installed. %s %s"
                .formatted(ecosystem.title(), execution.summary(), end)
                .strip();
    }

    private static String text(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(LARGEST_LOCK + 1);
        if (bytes.length > LARGEST_LOCK) {
            throw new IOException("a list of libraries is larger than %d MiB".formatted(LARGEST_LOCK >> 20));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String script(String name) {
        try (InputStream in = Packages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
