package dev.mgx.team.role;

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
    private static final int MOST_ARGUMENTS = 50;
    private static final int LONGEST_TEXT = 20_000;

    private Require() {}

    /** A required text that must not be blank. */
    static String text(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new MalformedAnswer("\"%s\" is missing or blank".formatted(name));
        }
        if (value.length() > LONGEST_TEXT) {
            throw new MalformedAnswer("\"%s\" has more than %d characters".formatted(name, LONGEST_TEXT));
        }
        that(value.indexOf('\0') < 0, "\"%s\" has a NUL character".formatted(name));
        return value;
    }

    /** An optional text; empty if absent. */
    static String optional(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** An optional list without nulls; empty if absent. */
    static <T> List<T> optional(String name, @Nullable List<@Nullable T> values) {
        if (values == null) {
            return List.of();
        }
        if (values.stream().anyMatch(Objects::isNull)) {
            throw new MalformedAnswer("\"%s\" has a null in it".formatted(name));
        }
        return values.stream().map(Objects::requireNonNull).toList();
    }

    /** A list of 1 to {@code most} elements. */
    static <T> List<T> some(String name, @Nullable List<@Nullable T> values, int most) {
        List<T> some = optional(name, values);
        if (some.isEmpty() || some.size() > most) {
            throw new MalformedAnswer("\"%s\" must have 1 to %d elements, has %d".formatted(name, most, some.size()));
        }
        return some;
    }

    /** A command, which must name a program. */
    static List<String> command(String name, @Nullable List<@Nullable String> values) {
        List<String> command = some(name, values, MOST_ARGUMENTS);
        boolean clean = command.stream().noneMatch(argument -> argument.indexOf('\0') >= 0);
        that(clean && !command.getFirst().isBlank(), "\"%s\" must begin with a program".formatted(name));
        return command;
    }

    /** A path inside the project. */
    static String path(String name, @Nullable String value) {
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
    static void together(Collection<String> paths, Collection<String> there) {
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
