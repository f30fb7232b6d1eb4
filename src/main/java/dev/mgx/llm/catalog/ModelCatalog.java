package dev.mgx.llm.catalog;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.Model;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of models: prices and windows, by their names. Comes with a list of its own ({@code models.json}
 * beside this class), which the operator's beats. Immutable.
 */
public final class ModelCatalog {
    private final List<ModelFacts> entries;

    private ModelCatalog(List<ModelFacts> entries) {
        this.entries = List.copyOf(entries);
    }

    /** A list as it stands in its file. */
    private record Document(List<ModelFacts> models) {}

    /** The list that comes with the program. */
    public static ModelCatalog builtIn() {
        try (InputStream in = ModelCatalog.class.getResourceAsStream("models.json")) {
            if (in == null) {
                throw new IllegalStateException("models.json is missing from the program");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("models.json cannot be read", e);
        }
    }

    /**
     * The same, after the entries of the operator's file.
     *
     * @throws IllegalArgumentException when the file cannot be read or is not in that form
     */
    public ModelCatalog with(Path file) {
        try {
            List<ModelFacts> all = new ArrayList<>(of(Files.readString(file)).entries);
            all.addAll(entries);
            return new ModelCatalog(all);
        } catch (IOException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(file, e), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s is not a list of models: %s".formatted(file, e.getMessage()), e);
        }
    }

    public static ModelCatalog of(String json) {
        try {
            return new ModelCatalog(Json.read(json, Document.class).models());
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the first entry that fits says of this model; a simulated one is free, and its window has no end. */
    public ModelFacts facts(Model model) {
        if (model.simulated()) {
            return new ModelFacts(
                    model.name(), Price.FREE.input(), Price.FREE.output(), Integer.MAX_VALUE, null, null, null);
        }
        return entries.stream()
                .filter(entry -> entry.fits(model.name()))
                .findFirst()
                .orElse(ModelFacts.NONE);
    }

    List<ModelFacts> entries() {
        return entries;
    }
}
