package dev.mgx.simulated;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The programs that use packages, each of which goes without where none can be had, and says so.
 *
 * @param packages which packages there are, or where they come from: as the prompt says
 */
record PackagedPrograms(Requirement requirement, String packages) {
    private static final List<Map<String, Object>> ONCE = List.of(Map.of());

    /** A page that is built with Vite and tested with Vitest; without them modules, and a server of its own. */
    KnownProgram bill() {
        boolean there = packages.contains("vite") || packages.contains("npm");
        Map<String, Object> values = values(there, "npm", "npm config get registry", "Vite and Vitest");
        values.put("packages", there ? list("vite", "vitest") : List.of());
        values.put("js", there ? "js" : "mjs");
        values.put("run", there ? "npx vite build && npx vite preview" : "node server.mjs");
        values.put("says_page", sentence("\\bpages?\\b|\\bsite\\b|\\bapp\\b|\\bbuilt\\b"));
        values.put("says_bill", sentence("\\bbills?\\b|\\btips?\\b|\\bsplit"));
        return new KnownProgram("bill", values);
    }

    /** A service with Flask that keeps notes in an SQLite file and is tested with pytest; without them of the standard library. */
    KnownProgram notes() {
        boolean there = packages.contains("pytest") || packages.contains("PyPI");
        Map<String, Object> values = values(there, "PyPI", "pip config list", "Flask and pytest");
        values.put("packages", there ? list("flask", "pytest") : List.of());
        values.put("template", there ? "package.py.txt" : "plain.py.txt");
        values.put("install", there ? "python3 -m pip install -r requirements.txt\n    " : "");
        values.put("says_kept", sentence("sqlite|persist|\\bfiles?\\b|\\bkept\\b|\\bkeeps?\\b|\\bstor|restart"));
        return new KnownProgram("flask", values);
    }

    /** A program with Gson that is tested with JUnit; without them it reads what it needs of JSON itself. */
    KnownProgram expenses() {
        boolean there = packages.contains("JUnit") || packages.contains("gson") || packages.contains("Maven");
        Map<String, Object> values = values(there, "Maven", "~/.m2/settings.xml", "Gson and JUnit");
        values.put(
                "packages",
                there
                        ? list("com.google.code.gson:gson", "org.junit.platform:junit-platform-console-standalone")
                        : List.of());
        values.put("template", there ? "package.java.txt" : "plain.java.txt");
        return new KnownProgram("expenses", values);
    }

    private Map<String, Object> values(boolean there, String source, String setting, String names) {
        Map<String, Object> values = new HashMap<>();
        values.put("with", there ? ONCE : List.of());
        values.put("without", there ? List.of() : ONCE);
        values.put("libraries", there ? "It uses %s.".formatted(names) : none(source, setting));
        values.put("says_tests", sentence("\\btest|\\bvitest\\b|\\bjunit\\b|\\bpytest\\b"));
        values.put("says_anything", sentence("(?!)"));
        return values;
    }

    /** That there is no package, and what helps. */
    static String none(String source, String setting) {
        return ("It uses no package: none of %s could be had. With packages it is written where `%s` names a registry that this "
                        + "machine reaches and MGX_PACKAGES is not off; then run the task again.")
                .formatted(source, setting);
    }

    private String sentence(String pattern) {
        return requirement.sentence(Pattern.compile(pattern));
    }

    /** Names for a list in JSON. */
    private static List<Map<String, Object>> list(String... names) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (String name : names) {
            list.add(Map.of("name", name, "comma", list.size() + 1 < names.length ? ", " : ""));
        }
        return list;
    }
}
