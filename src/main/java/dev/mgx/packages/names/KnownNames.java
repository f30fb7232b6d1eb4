package dev.mgx.packages.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The well-known packages of an ecosystem, which others may be named after to be taken for them. Immutable. */
public final class KnownNames {
    /** Before names that are asked about by nobody, though they look like others. */
    private static final String NO_MODEL = "=";

    private final Map<String, PackageName> models = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> spaces = new HashSet<>();

    private KnownNames(String text) {
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            for (String name : line.split(" ", -1)) {
                if (name.startsWith(NO_MODEL)) {
                    know(name.substring(1));
                } else if (!name.isEmpty()) {
                    know(name);
                    models.put(name, PackageName.of(name));
                }
            }
        });
        spaces.remove("");
    }

    private void know(String name) {
        known.add(name.toLowerCase(Locale.ROOT));
        spaces.add(PackageName.of(name).space());
    }

    /** Those of the resource with this name, such as {@code npm.txt}. */
    public static KnownNames load(String resource) {
        try (InputStream in = KnownNames.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource: " + resource);
            }
            return new KnownNames(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The well-known name that this one can be taken for; empty if it is known itself, or like none. */
    public Optional<String> imitatedBy(String name) {
        PackageName given = PackageName.of(name);
        if (known.contains(name.toLowerCase(Locale.ROOT)) || spaces.contains(given.space())) {
            return Optional.empty();
        }
        return models.entrySet().stream()
                .filter(model -> Likeness.between(given, model.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
