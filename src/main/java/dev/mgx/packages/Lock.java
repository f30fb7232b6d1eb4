package dev.mgx.packages;

import dev.mgx.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The libraries of a project with their versions and hashes.
 *
 * @param manifest the content of {@link Ecosystem#manifest()}
 * @param content the content of {@link Ecosystem#lockFile()}
 */
public record Lock(Ecosystem ecosystem, String manifest, String content) {
    private static final String MODULES = "node_modules/";

    /** The locks among the files of a project: one for each ecosystem at most, where both of its files are there. */
    public static List<Lock> in(Map<String, String> files) {
        List<Lock> locks = new ArrayList<>();
        for (Ecosystem ecosystem : Ecosystem.values()) {
            String manifest = files.get(ecosystem.manifest());
            String content = files.get(ecosystem.lockFile());
            if (manifest != null && content != null) {
                locks.add(new Lock(ecosystem, manifest, content));
            }
        }
        return locks;
    }

    /** The paths that belong to locks, if any of these paths is one: nobody but the engine writes them. */
    public static Set<String> paths(Collection<String> all) {
        Set<String> paths = new HashSet<>();
        for (Ecosystem ecosystem : Ecosystem.values()) {
            if (all.contains(ecosystem.lockFile()) && all.contains(ecosystem.manifest())) {
                paths.add(ecosystem.manifest());
                paths.add(ecosystem.lockFile());
            }
        }
        return paths;
    }

    /** The libraries that the program itself uses, as its manifest names them. */
    public List<String> direct() {
        return switch (ecosystem) {
            case NPM -> npmDirect();
            case PYPI -> manifest.lines().filter(line -> !line.isBlank()).toList();
            case MAVEN -> MavenLock.direct(manifest);
        };
    }

    private List<String> npmDirect() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each :
                Json.readTree(manifest).path("dependencies").properties()) {
            names.add("%s %s".formatted(each.getKey(), each.getValue().asString("")));
        }
        return names;
    }

    /** Each library with its version and, where it is known, its licence, in a line. */
    public List<String> libraries() {
        return switch (ecosystem) {
            case NPM -> npmLibraries();
            case PYPI ->
                content.lines()
                        .filter(line -> line.contains("=="))
                        .map(line -> line.replaceFirst("==", " ")
                                .replaceFirst(" --hash=\\S+", "")
                                .replaceFirst("  # ", ", "))
                        .toList();
            case MAVEN ->
                MavenLock.of(content).stream().map(MavenLock.Entry::text).toList();
        };
    }

    /** The name of each library. */
    public List<String> names() {
        return libraries().stream()
                .map(line -> line.split(" ", 2)[0])
                .distinct()
                .toList();
    }

    private List<String> npmLibraries() {
        List<String> libraries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each :
                Json.readTree(content).path("packages").properties()) {
            if (!each.getKey().isEmpty()) {
                String licence = each.getValue().path("license").asString("");
                libraries.add("%s %s%s"
                        .formatted(
                                each.getKey().substring(each.getKey().lastIndexOf(MODULES) + MODULES.length()),
                                each.getValue().path("version").asString(""),
                                licence.isEmpty() ? "" : ", " + licence));
            }
        }
        return libraries;
    }

    /** Its two files, by path. */
    public Map<String, String> files() {
        return Map.of(ecosystem.manifest(), manifest, ecosystem.lockFile(), content);
    }

    /**
     * The name of what it installs.
     *
     * @param platform for what: the runtime and its version
     */
    String id(String platform) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(ecosystem.name(), platform, manifest, content)) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
