package dev.mgx.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A library of a Java program.
 *
 * @param path in a repository: {@code org/example/name/1.0/name-1.0.jar}
 * @param licence empty if its POM names none
 */
record MavenJar(String group, String artifact, String version, String path, String licence) {
    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.+-]*";
    private static final Pattern PATH = Pattern.compile("((?:%1$s/)+)(%1$s)/(%1$s)/(%1$s\\.jar)".formatted(PART));

    /** The library of a path, if it is one of a jar. */
    static Optional<MavenJar> of(String path, String licence) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String group = matcher.group(1).replaceFirst("/$", "").replace('/', '.');
        return Optional.of(new MavenJar(group, matcher.group(2), matcher.group(3), path, licence));
    }

    String name() {
        return group + ":" + artifact;
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The names that Maven gives them in one folder; where two have the same, with their groups before them. */
    static List<String> fileNames(List<MavenJar> jars) {
        List<String> names = new ArrayList<>();
        for (MavenJar jar : jars) {
            boolean alone = jars.stream()
                            .filter(other -> other.fileName().equals(jar.fileName()))
                            .count()
                    == 1;
            names.add(alone ? jar.fileName() : jar.group() + "." + jar.fileName());
        }
        return names;
    }
}
