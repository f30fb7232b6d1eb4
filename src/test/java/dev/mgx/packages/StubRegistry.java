package dev.mgx.packages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A registry on loopback that speaks as npm's, as a Python index and as a Maven repository, and misbehaves on demand. Keeps what it was asked. */
public final class StubRegistry implements AutoCloseable {
    /** Long ago. */
    public static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    /** What is wrong with the files that it sends. */
    enum Fault {
        NONE,
        OTHER_BYTES,
        CUT,
        /** A letter now and then. */
        SLOW,
        /** The first half, and then nothing. */
        HALF,
        SILENT
    }

    /** @param tarball a letter for each byte */
    private record NpmVersion(Instant published, Map<String, String> dependencies, String tarball) {}

    /** @param content a letter for each byte */
    private record Wheel(String filename, Instant published, String content) {}

    /** @param content a letter for each byte */
    private record MavenFile(@Nullable Instant published, String content) {}

    private final HttpServer server;
    private final Map<String, Map<String, NpmVersion>> npm = new ConcurrentHashMap<>();
    private final Map<String, List<Wheel>> python = new ConcurrentHashMap<>();
    private final Map<String, MavenFile> maven = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch downloading = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;
    private volatile String files = "";
    private volatile String instead = "";

    /** What was asked for: the path, and the header that says who asks, if any. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("stub-registry-", 0).factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    URI home() {
        return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
    }

    public Registry registry(Ecosystem ecosystem) {
        String folder = switch (ecosystem) {
            case NPM -> "npm/";
            case PYPI -> "simple/";
            case MAVEN -> "maven/";
        };
        return new Registry(home().resolve(folder), "Bearer secret", null);
    }

    void misbehave(Fault how) {
        fault = how;
    }

    /** Waits until a file has been asked for; whether one was. */
    boolean awaitDownload() throws InterruptedException {
        return downloading.await(60, TimeUnit.SECONDS);
    }

    /** Lists each package by these words. */
    void listInstead(String words) {
        instead = words;
    }

    /** Says that its files are at another host. */
    void filesAt(URI host) {
        files = host.toString();
    }

    /** Publishes a package whose files these are; its {@code package.json} is made. */
    public void npm(
            String name,
            String version,
            Instant published,
            Map<String, String> dependencies,
            Map<String, String> content) {
        Map<String, String> all = new LinkedHashMap<>(content);
        all.putIfAbsent("package/package.json", """
                {"name": "%s", "version": "%s", "license": "MIT", "main": "index.js", "dependencies": %s,
                 "scripts": {"postinstall": "touch was-run"}}""".formatted(name, version, json(dependencies)));
        npm.computeIfAbsent(name, key -> new LinkedHashMap<>())
                .put(version, new NpmVersion(published, dependencies, letters(Tarball.of(all))));
    }

    /** Publishes a wheel with one module. */
    public void wheel(String name, String version, Instant published, String module, String requires) {
        String info = "%s-%s.dist-info/".formatted(name, version);
        Map<String, String> content = Map.of(
                name + ".py",
                module,
                info + "METADATA",
                "Metadata-Version: 2.1\nName: %s\nVersion: %s\nLicense: MIT\n%s"
                        .formatted(name, version, requires.isEmpty() ? "" : "Requires-Dist: " + requires + "\n"),
                info + "WHEEL",
                "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                info + "RECORD",
                "");
        python.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Wheel("%s-%s-py3-none-any.whl".formatted(name, version), published, letters(zip(content))));
    }

    /** Publishes a package of so many files. */
    void npmWithEmptyFiles(String name, int count) {
        npm.put(name, Map.of("1.0.0", new NpmVersion(OLD, Map.of(), letters(Tarball.withEmptyFiles(count)))));
    }

    /**
     * Publishes a jar.
     *
     * @param name {@code group:artifact}
     * @param published null for no word of it
     * @param more of its POM
     * @param content of the jar, text by path
     */
    public void maven(
            String name, String version, @Nullable Instant published, String more, Map<String, String> content) {
        String[] parts = name.split(":", 2);
        String folder = "%s/%s/".formatted(parts[0].replace('.', '/'), parts[1]);
        String file = "%s%s/%s-%s".formatted(folder, version, parts[1], version);
        String pom = """
                <project><modelVersion>4.0.0</modelVersion>
                <groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>
                <licenses><license><name>MIT</name></license></licenses>%s</project>
                """.formatted(parts[0], parts[1], version, more);
        mavenFile(file + ".pom", published, more.startsWith("<!DOCTYPE") ? more : pom);
        maven.put(file + ".jar", new MavenFile(published, letters(zip(content))));
        MavenFile listing = maven.get(folder + "maven-metadata.xml");
        String versions = listing == null ? "" : listing.content().replaceAll("(?s).*<versions>|</versions>.*", "");
        mavenFile(
                folder + "maven-metadata.xml",
                null,
                "<metadata><versioning><versions>%s<version>%s</version></versions></versioning></metadata>"
                        .formatted(versions, version));
    }

    /** Puts a text into the Maven repository. */
    void mavenFile(String path, @Nullable Instant published, String content) {
        maven.put(path, new MavenFile(published, content));
    }

    /** What is said when a library last got a version. */
    void mavenUpdated(String name, Instant time) {
        String path = name.replace('.', '/').replace(':', '/') + "/maven-metadata.xml";
        String updated = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
                .withZone(ZoneOffset.UTC)
                .format(time);
        maven.computeIfPresent(
                path,
                (same, listing) -> new MavenFile(
                        null,
                        listing.content()
                                .replace(
                                        "</versioning>",
                                        "<lastUpdated>%s</lastUpdated></versioning>".formatted(updated))));
    }

    /** Publishes a source archive, which would have to be run to be installed. */
    void sources(String name, String version) {
        python.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Wheel("%s-%s.tar.gz".formatted(name, version), OLD, "1"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(path + (who == null ? "" : " by " + who));
            if (path.startsWith("/npm/")) {
                text(
                        exchange,
                        !instead.isEmpty()
                                ? instead
                                : npm.containsKey(path.substring(5)) ? packument(path.substring(5)) : null);
            } else if (path.startsWith("/simple/")) {
                String name = path.substring(8).replace("/", "");
                text(exchange, python.containsKey(name) ? listing(name) : null);
            } else if (path.startsWith("/maven/")) {
                mavenFile(exchange, path.substring(7));
            } else {
                file(exchange, content(path.substring(path.lastIndexOf('/') + 1)));
            }
        }
    }

    private void mavenFile(HttpExchange exchange, String path) throws IOException {
        MavenFile file = maven.get(path);
        MavenFile hashed = maven.get(path.replaceFirst("\\.sha256$", ""));
        if (file == null) {
            String hash = hashed == null ? "" : HexFormat.of().formatHex(hash("SHA-256", bytes(hashed.content())));
            text(exchange, hashed == null ? null : hash);
            return;
        }
        if (file.published() != null) {
            exchange.getResponseHeaders()
                    .set(
                            "Last-Modified",
                            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                    file.published().atOffset(ZoneOffset.UTC)));
        }
        if (path.endsWith(".jar")) {
            file(exchange, bytes(file.content()));
        } else {
            send(exchange, bytes(file.content()), -1);
        }
    }

    private static void text(HttpExchange exchange, @Nullable String body) throws IOException {
        byte[] bytes = (body == null ? "{}" : body).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void file(HttpExchange exchange, byte[] content) throws IOException {
        downloading.countDown();
        switch (fault) {
            case NONE -> send(exchange, content, content.length);
            case OTHER_BYTES -> send(exchange, Tarball.of(Map.of("package/index.js", "evil")), -1);
            case CUT -> send(exchange, content, content.length + 1_000);
            case SLOW -> {
                exchange.sendResponseHeaders(200, content.length);
                for (int i = 0; i < content.length && !isClosedAfter(50); i++) {
                    exchange.getResponseBody().write(content, i, 1);
                    exchange.getResponseBody().flush();
                }
            }
            case HALF -> {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content, 0, content.length / 2);
                exchange.getResponseBody().flush();
                isClosedAfter(60_000);
            }
            case SILENT -> isClosedAfter(60_000);
        }
    }

    private boolean isClosedAfter(int milliseconds) {
        try {
            return closed.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static void send(HttpExchange exchange, byte[] content, long announced) throws IOException {
        exchange.sendResponseHeaders(200, announced < 0 ? content.length : announced);
        exchange.getResponseBody().write(content);
        exchange.getResponseBody().flush();
    }

    private byte[] content(String name) {
        for (Map.Entry<String, Map<String, NpmVersion>> each : npm.entrySet()) {
            for (Map.Entry<String, NpmVersion> version : each.getValue().entrySet()) {
                if (name.equals(fileName(each.getKey(), version.getKey()))) {
                    return bytes(version.getValue().tarball());
                }
            }
        }
        return python.values().stream()
                .flatMap(List::stream)
                .filter(wheel -> wheel.filename().equals(name))
                .findFirst()
                .map(wheel -> bytes(wheel.content()))
                .orElseThrow();
    }

    private static String fileName(String name, String version) {
        return name.replace("/", "-") + "-" + version + ".tgz";
    }

    private String base() {
        return files.isEmpty() ? home().toString() : files;
    }

    private String packument(String name) {
        List<String> versions = new ArrayList<>();
        List<String> times = new ArrayList<>();
        String latest = "";
        for (Map.Entry<String, NpmVersion> each :
                npm.getOrDefault(name, Map.of()).entrySet()) {
            latest = each.getKey();
            NpmVersion version = each.getValue();
            times.add("\"%s\": \"%s\"".formatted(latest, version.published()));
            versions.add("""
                    "%s": {"name": "%s", "version": "%s", "license": "MIT", "dependencies": %s, "hasInstallScript": true,
                     "dist": {"tarball": "%sfiles/%s", "integrity": "sha512-%s"}}""".formatted(
                            latest,
                            name,
                            latest,
                            json(version.dependencies()),
                            base(),
                            fileName(name, latest),
                            Base64.getEncoder().encodeToString(hash("SHA-512", bytes(version.tarball())))));
        }
        return "{\"name\": \"%s\", \"dist-tags\": {\"latest\": \"%s\"}, \"time\": {%s}, \"versions\": {%s}}"
                .formatted(name, latest, String.join(", ", times), String.join(", ", versions));
    }

    private String listing(String name) {
        List<String> shown = new ArrayList<>();
        for (Wheel wheel : python.getOrDefault(name, List.of())) {
            shown.add("""
                    {"filename": "%s", "url": "%sfiles/%s", "hashes": {"sha256": "%s"}, "upload-time": "%s", "yanked": false}""".formatted(
                            wheel.filename(),
                            base(),
                            wheel.filename(),
                            HexFormat.of().formatHex(hash("SHA-256", bytes(wheel.content()))),
                            wheel.published()));
        }
        return "{\"meta\": {\"api-version\": \"1.1\"}, \"name\": \"%s\", \"files\": [%s]}"
                .formatted(name, String.join(", ", shown));
    }

    private static String json(Map<String, String> map) {
        List<String> pairs = new ArrayList<>();
        map.forEach((name, value) -> pairs.add("\"%s\": \"%s\"".formatted(name, value)));
        return "{" + String.join(", ", pairs) + "}";
    }

    private static String letters(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String letters) {
        return letters.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hash(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] zip(Map<String, String> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : content.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTime(OLD.toEpochMilli()); // so that the same files are the same archive
                zip.putNextEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
