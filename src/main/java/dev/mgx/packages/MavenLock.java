package dev.mgx.packages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The two files in which a Java project says which libraries it uses: a POM that pins each, and the hash of each jar in the
 * form that Maven itself reads for trusted checksums, which is that of {@code sha256sum}.
 *
 * @see <a href="https://maven.apache.org/resolver/expected-checksums.html">trusted checksums</a>
 */
final class MavenLock {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) {2}(\\S+)");

    private static final Pattern PINNED =
            Pattern.compile("<groupId>(.+?)</groupId>\\s*<artifactId>(.+?)</artifactId>\\s*<version>(.+?)</version>");

    private static final String DIRECT = "\n  <dependencies>\n";

    private MavenLock() {}

    /** @param sha256 in lower case */
    record Entry(MavenJar jar, String sha256) {
        PackageStore.Hash hash() {
            return new PackageStore.Hash("SHA-256", sha256);
        }

        String text() {
            return "%s %s%s".formatted(jar.name(), jar.version(), jar.licence().isEmpty() ? "" : ", " + jar.licence());
        }
    }

    /** The jars that a lock names; lines that are none are left out. */
    static List<Entry> of(String content) {
        List<Entry> entries = new ArrayList<>();
        String licence = "";
        for (String line : content.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (line.startsWith("# ")) {
                licence = line.substring(2).strip();
            } else if (matcher.matches()) {
                MavenJar.of(matcher.group(2), licence).ifPresent(jar -> entries.add(new Entry(jar, matcher.group(1))));
                licence = "";
            }
        }
        return entries;
    }

    /** The lock, with the licence of each jar in the line before it. */
    static String content(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(entry -> entry.jar().path()))
                .map(entry -> "%s%s  %s%n"
                        .formatted(
                                entry.jar().licence().isEmpty()
                                        ? ""
                                        : "# " + entry.jar().licence() + "\n",
                                entry.sha256(),
                                entry.jar().path()))
                .collect(Collectors.joining());
    }

    /**
     * The POM.
     *
     * @param wanted the names of the libraries that the program itself uses
     */
    static String manifest(Set<String> wanted, List<Entry> entries) {
        Map<String, MavenJar> jars = new TreeMap<>();
        entries.forEach(entry -> jars.put(entry.jar().name(), entry.jar()));
        String all = jars.values().stream().map(jar -> pinned(jar, "      ")).collect(Collectors.joining());
        String direct = jars.values().stream()
                .filter(jar -> wanted.contains(jar.name()))
                .map(jar -> pinned(jar, "    "))
                .collect(Collectors.joining());
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>program</groupId>
                  <artifactId>program</artifactId>
                  <version>1</version>
                  <dependencyManagement>
                    <dependencies>
                %s    </dependencies>
                  </dependencyManagement>
                  <dependencies>
                %s  </dependencies>
                </project>
                """.formatted(all, direct);
    }

    private static String pinned(MavenJar jar, String indent) {
        return """
                <dependency>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                </dependency>
                """.formatted(jar.group(), jar.artifact(), jar.version()).indent(indent.length());
    }

    /** The libraries that the program itself uses, as the POM of {@link #manifest} names them. */
    static List<String> direct(String manifest) {
        List<String> direct = new ArrayList<>();
        Matcher pinned = PINNED.matcher(manifest.substring(Math.max(0, manifest.indexOf(DIRECT))));
        while (pinned.find()) {
            direct.add("%s:%s %s".formatted(pinned.group(1), pinned.group(2), pinned.group(3)));
        }
        return direct;
    }
}
