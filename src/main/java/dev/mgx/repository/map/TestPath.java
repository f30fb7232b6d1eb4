package dev.mgx.repository.map;

import java.util.Set;
import java.util.regex.Pattern;

/** Whether a file holds tests, and the name of what it tests. */
final class TestPath {
    private static final Set<String> FOLDERS = Set.of("test", "tests", "spec", "specs", "__tests__", "testing");
    private static final Pattern NAME =
            Pattern.compile("test[-_].*|.*[-_.](?:test|tests|spec)|.*[a-z0-9](?:Test|Tests|Spec|IT)|tests?");
    private static final Pattern MARK = Pattern.compile("^test[-_]|[-_.](?:tests?|spec)$|(?:Tests?|Spec|IT)$");

    private TestPath() {}

    static boolean isTest(String path) {
        boolean folder = false;
        int from = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
            folder |= FOLDERS.contains(path.substring(from, slash));
            from = slash + 1;
        }
        return folder || NAME.matcher(stem(path)).matches();
    }

    /** The name of the file without its last extension. */
    static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** The stem of the file that one of tests is named after; its own stem if it is named after none. */
    static String tested(String path) {
        String stem = stem(path);
        return stem.length() > 200 ? stem : MARK.matcher(stem).replaceFirst("");
    }
}
