package dev.mgx.packages;

import dev.mgx.packages.registry.Registry;
import dev.mgx.packages.registry.RegistryClient;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Connection;
import dev.mgx.sandbox.Egress;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Installs with an ecosystem's own tool, which runs in the sandbox and takes a facade of ours for its registry. */
record ToolInstaller(
        Ecosystem ecosystem, Registry registry, Sandbox sandbox, PackageStore store, PackagePolicy policy) {
    private static final int LARGEST_LOCK = 4 << 20;
    private static final String INSTALLED = "installed";

    /**
     * What an installation in the sandbox handed over.
     *
     * @param texts by the names of results
     */
    record Handed(Path archive, Map<String, String> texts, RefusedPackages refusals) {}

    /**
     * Runs a script.
     *
     * @param script of the resources
     * @param wanted its arguments
     * @param files in its folder
     * @param results the texts that it hands over beside what it installs, by name
     * @throws PackageRefused if it fails, with the reasons that the facade had
     */
    Handed install(
            String script,
            List<String> wanted,
            Map<String, String> files,
            Map<String, String> results,
            Duration timeout)
            throws InterruptedException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", text(script), "install"));
        argv.addAll(wanted);
        RefusedPackages refusals = new RefusedPackages();
        ConcurrentMap<String, String> texts = new ConcurrentHashMap<>();
        ConcurrentMap<String, Path> archives = new ConcurrentHashMap<>();
        Map<String, String> all = new HashMap<>(results);
        all.put(INSTALLED, "$TMPDIR/packages");
        try (RegistryClient client = new RegistryClient(registry)) {
            RegistryFacade.Results receiver = (name, content) -> {
                if (name.equals(INSTALLED)) {
                    archives.put(name, kept(content, refusals));
                } else {
                    texts.put(name, text(content));
                }
            };
            Egress facade = switch (ecosystem) {
                case NPM -> new NpmFacade(client, store, policy, refusals, receiver);
                case PYPI -> new PypiFacade(client, store, policy, refusals, receiver);
                case MAVEN ->
                    new MavenFacade(
                            new MavenRepository(client, policy, refusals, store.mostBytesOfOne()), store, receiver);
            };
            Command command = new Command(argv, files, timeout, List.of(), new Connection(facade, all));
            Execution execution = sandbox.run(command, OutputListener.NONE);
            Path archive = archives.get(INSTALLED);
            if (!execution.succeeded() || archive == null) {
                throw new PackageRefused(reason(refusals, execution));
            }
            return new Handed(archive, Map.copyOf(texts), refusals);
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

    private String reason(RefusedPackages refusals, Execution execution) {
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

    private static String text(String name) {
        try (InputStream in = ToolInstaller.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
