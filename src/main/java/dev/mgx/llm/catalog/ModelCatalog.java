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
 * Prices and context windows of models by name. Has a built-in list ({@code models.json} in the resources of this
 * package), which the operator's file overrides. Immutable.
 */
public final class ModelCatalog {
    private final List<ModelFacts> entries;

    private ModelCatalog(List<ModelFacts> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The JSON form of a list. */
    private record Document(List<ModelFacts> models) {}

    /** The built-in list. */
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
     * This catalog with the entries of the operator's file before its own.
     *
     * @throws IllegalArgumentException when the file cannot be read or is malformed
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

    /** The first entry that matches the model. A simulated model is free and has an unlimited window. */
    public ModelFacts facts(Model model) {
        if (model.simulated()) {
            return new ModelFacts(
                    model.name(), Price.FREE.input(), Price.FREE.output(), Integer.MAX_VALUE, null, null, null);
        }
        return entries.stream()
                .filter(entry -> entry.matches(model.name()))
                .findFirst()
                .orElse(ModelFacts.NONE);
    }

    List<ModelFacts> entries() {
        return entries;
    }
}
