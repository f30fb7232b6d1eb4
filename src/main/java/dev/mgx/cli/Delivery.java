package dev.mgx.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A task's files, brought into a folder of the person's. Nothing that is there is overwritten. */
final class Delivery {
    private static final int MAX_NAME_WORDS = 5;

    private final Api api;
    private final String taskId;

    Delivery(Api api, String taskId) {
        this.api = api;
        this.taskId = taskId;
    }

    /**
     * Writes the files.
     *
     * @param outDir the folder, which must be empty or missing; empty: one named after the task
     * @return the folder, or empty when the task has no files
     * @throws IllegalArgumentException when the folder has something in it
     */
    Optional<Path> writeTo(String outDir) throws InterruptedException {
        JsonNode files = api.get("/api/artifacts/" + taskId).path("files");
        if (files.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path folder = outDir.isEmpty() ? freeFolder() : emptyFolder(Path.of(outDir));
            for (JsonNode file : files) {
                write(folder, file.path("file_path").asString());
            }
            return Optional.of(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The files could not be written", e);
        }
    }

    private void write(Path folder, String path) throws IOException, InterruptedException {
        Path target = folder.resolve(path).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("The path %s leads out of the folder".formatted(path));
        }
        String encoded = Arrays.stream(path.split("/", -1)).map(Api::segment).collect(Collectors.joining("/"));
        String content = api.get("/api/artifacts/" + taskId + "/" + encoded).path("content").asString("");
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }

    private Path freeFolder() throws InterruptedException {
        String prompt = api.get("/api/tasks/" + taskId).path("input_prompt").asString("");
        String name = Stream.of(prompt.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1))
                .filter(word -> !word.isEmpty())
                .limit(MAX_NAME_WORDS)
                .collect(Collectors.joining("-"));
        String base = name.isEmpty() ? "mgx-project" : name.substring(0, Math.min(60, name.length()));
        Path folder = Path.of(base);
        for (int i = 2; Files.exists(folder); i++) {
            folder = Path.of(base + "-" + i);
        }
        return folder;
    }

    private static Path emptyFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new IllegalArgumentException("The folder %s is not empty; name another with --out".formatted(folder));
                }
            }
        }
        return folder;
    }
}
