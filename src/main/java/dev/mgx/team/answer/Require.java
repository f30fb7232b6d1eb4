package dev.mgx.team.answer;

import dev.mgx.workspace.SafePath;
import dev.mgx.workspace.UnsafePath;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Validates the parts of a structured answer; each complaint names the part. */
public final class Require {
    public static final int LONGEST_TEXT = 20_000;

    /** The maximum length of a text that is one of a list, or quotes a sentence. */
    public static final int LONGEST_SENTENCE = 4_000;

    /** The maximum number of elements of a list that has no smaller limit. */
    private static final int MOST_ELEMENTS = 200;

    private Require() {}

    /** A required text that must not be blank. */
    public static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new MalformedAnswer("\"%s\" is missing or blank".formatted(name));
        }
        return atMost(LONGEST_TEXT, name, value);
    }

    private static String atMost(int most, String name, String value) {
        that(value.length() <= most, "\"%s\" has %d characters, and may have %d".formatted(name, value.length(), most));
        that(value.indexOf('\0') < 0, "\"%s\" has a NUL character".formatted(name));
        return value;
    }

    /** The beginning of a text that nobody can be asked to shorten, in whole characters. */
    public static String beginning(String text, int most) {
        int end = Math.min(most, text.length());
        boolean halved = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, halved ? end - 1 : end);
    }

    /** An optional text; empty if absent. */
    public static String optional(String name, @Nullable String value) {
        return value == null ? "" : atMost(LONGEST_TEXT, name, value);
    }

    /** An optional text of one sentence; empty if absent. */
    public static String sentence(String name, @Nullable String value) {
        return value == null ? "" : atMost(LONGEST_SENTENCE, name, value);
    }

    /** An optional list of texts, each a sentence at most; empty if absent. */
    public static List<String> texts(String name, @Nullable List<@Nullable String> values) {
        List<String> texts = list(name, values);
        texts.forEach(text -> atMost(LONGEST_SENTENCE, name, text));
        return texts;
    }

    /** An optional list without nulls; empty if absent. */
    public static <T> List<T> list(String name, @Nullable List<@Nullable T> values) {
        return list(name, values, 0, MOST_ELEMENTS);
    }

    /** A list of up to {@code most} elements without nulls; empty if absent. */
    public static <T> List<T> list(String name, @Nullable List<@Nullable T> values, int most) {
        return list(name, values, 0, most);
    }

    /** A list of 1 to {@code most} elements. */
    public static <T> List<T> some(String name, @Nullable List<@Nullable T> values, int most) {
        return list(name, values, 1, most);
    }

    private static <T> List<T> list(String name, @Nullable List<@Nullable T> values, int least, int most) {
        int size = values == null ? 0 : values.size();
        that(
                size >= least && size <= most,
                "\"%s\" must have %d to %d elements, has %d".formatted(name, least, most, size));
        if (values == null) {
            return List.of();
        }
        that(values.stream().allMatch(Objects::nonNull), "\"%s\" has a null in it".formatted(name));
        return values.stream().map(Objects::requireNonNull).toList();
    }

    /** A path inside the project. */
    public static String path(String name, @Nullable String value) {
        try {
            return new SafePath(text(name, value)).text();
        } catch (UnsafePath e) {
            throw new MalformedAnswer(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Rejects paths that cannot coexist in one folder on every system: some file systems ignore case, and more.
     *
     * @param there the paths of existing files
     */
    public static void together(Collection<String> paths, Collection<String> there) {
        Map<String, String> byName = new HashMap<>();
        there.forEach(path -> byName.put(name(path), path));
        for (String path : paths) {
            String other = byName.putIfAbsent(name(path), path);
            that(
                    other == null || other.equals(path),
                    "\"%s\" and \"%s\" differ only by upper and lower case".formatted(other, path));
        }
        for (String path : byName.values()) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                String above = byName.get(name(path.substring(0, slash)));
                boolean wrong = above != null && (paths.contains(path) || paths.contains(above));
                that(!wrong, "\"%s\" is both a file and a folder".formatted(above));
            }
        }
    }

    private static String name(String path) {
        return SafePath.folded(path);
    }

    /** Throws with {@code complaint} unless {@code holds}. */
    public static void that(boolean holds, String complaint) {
        if (!holds) {
            throw new MalformedAnswer(complaint);
        }
    }
}
