package dev.mgx.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Variables of the environment that look like settings, but are none: most are misspelled, and would be ignored in silence. */
public final class UnknownSettings {
    /** What the script, the build, the tests and sandboxes use themselves. */
    private static final Set<String> OF_TOOLS = Set.of(
            "MGX_JAVA_OPTS",
            "MGX_JAVA_HOME",
            "MGX_TEST_CLASSPATH",
            "MGX_PAGE_REQUIRED",
            "MGX_PROMTOOL_REQUIRED",
            "MGX_NGINX_REQUIRED",
            "MGX_EXECUTION");

    private UnknownSettings() {}

    /** A sentence about each, without its value, which may be a key. */
    public static List<String> in(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith(Setting.PREFIX))
                .filter(name -> Setting.named(name).isEmpty() && !OF_TOOLS.contains(name))
                .sorted()
                .map(name -> "%s in the environment is ignored, because it is not a setting; did you mean %s?"
                        .formatted(name, nearest(name)))
                .toList();
    }

    /** The name of the setting that is most like this one. */
    static String nearest(String unknown) {
        String name = unknown.toUpperCase(Locale.ROOT);
        return Arrays.stream(Setting.values())
                .min(Comparator.comparingInt(setting -> difference(name, setting)))
                .map(Setting::name)
                .orElseThrow();
    }

    private static int difference(String name, Setting setting) {
        String prefixed = setting.name().startsWith(Setting.PREFIX) ? setting.name() : Setting.PREFIX + setting.name();
        int edits = Math.min(edits(name, setting.name()), edits(name, prefixed));
        return prefixed.startsWith(name) ? Math.min(edits, 1) : edits; // whose end was left off
    }

    /** The Levenshtein distance: how many characters to insert, delete or replace. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
