package dev.mgx.server.api;

import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.service.Services;
import dev.mgx.store.ArtifactContent;
import dev.mgx.store.ArtifactFile;
import dev.mgx.store.Artifacts;
import dev.mgx.store.Store;
import dev.mgx.task.Task;
import dev.mgx.task.TaskState;
import dev.mgx.workspace.ProjectZip;
import dev.mgx.workspace.SafePath;
import dev.mgx.workspace.UnsafePath;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Downloads a task's latest files as a zip. The handler blocks. */
public final class DownloadRoutes {
    private static final String CONTAINERFILE = "Containerfile";

    private final Store store;
    private final Services services;

    /** @param services of tasks whose programs listen, to which a file is added that makes them into images */
    public DownloadRoutes(Store store, Services services) {
        this.store = store;
        this.services = services;
    }

    public List<Route> routes() {
        return List.of(Route.heavy("GET", "/api/tasks/{id}/download", this::download));
    }

    private Response download(Request request) {
        Task task = store.tasks().find(request.taskId()).orElseThrow(() -> TaskRoutes.notFound(request.taskId()));
        List<ArtifactFile> files = store.artifacts().files(task.id());
        if (files.isEmpty()) {
            throw new ProblemException(ProblemType.NO_FILES, "Task %s has no files yet".formatted(task.id()));
        }
        List<ArtifactFile> safe = files.stream()
                .filter(file -> SafePath.flaw(file.filePath()).isEmpty())
                .toList();
        // Fixes the versions now, so that files saved during the download are not mixed in.
        Stream<ProjectZip.Entry> added = Stream.concat(
                binaries(task.id()),
                Stream.concat(containerfile(task.id(), safe).stream(), leftOut(files, safe).stream()));
        Stream<ProjectZip.Entry> entries =
                Stream.concat(safe.stream().map(file -> entry(store.artifacts(), task.id(), file)), added);
        return Response.of(200, "application/zip", new ZipPieces(new ProjectZip(entries.iterator())))
                .with("Content-Disposition", new DownloadName(task).header());
    }

    private Stream<ProjectZip.Entry> binaries(String taskId) {
        int run = store.tasks().state(taskId).map(TaskState::run).orElse(0);
        return store.artifacts().binaries(taskId, run).entrySet().stream()
                .filter(file -> SafePath.flaw(file.getKey()).isEmpty())
                .map(file -> new ProjectZip.Entry(new SafePath(file.getKey()), file.getValue()));
    }

    /** Unless the project has one itself. */
    private Optional<ProjectZip.Entry> containerfile(String taskId, List<ArtifactFile> files) {
        boolean taken = files.stream()
                .map(file -> SafePath.folded(file.filePath()))
                .anyMatch(path -> path.equals(SafePath.folded(CONTAINERFILE)) || path.equals("dockerfile"));
        return taken
                ? Optional.empty()
                : services.containerfile(taskId).map(text -> new ProjectZip.Entry(new SafePath(CONTAINERFILE), text));
    }

    private static ProjectZip.Entry entry(Artifacts artifacts, String taskId, ArtifactFile file) {
        ArtifactContent content = artifacts
                .content(taskId, file.filePath(), OptionalInt.of(file.latestVersion()))
                .orElseThrow(() -> TaskRoutes.notFound(taskId)); // the task was deleted
        return new ProjectZip.Entry(new SafePath(file.filePath()), content.content());
    }

    /** A text in the archive about the files that are not, because an earlier version took names that are unsafe. */
    private static Optional<ProjectZip.Entry> leftOut(List<ArtifactFile> files, List<ArtifactFile> safe) {
        List<ArtifactFile> unsafe =
                files.stream().filter(file -> !safe.contains(file)).toList();
        if (unsafe.isEmpty()) {
            return Optional.empty();
        }
        String why = unsafe.stream()
                .map(file -> UnsafePath.sentence(file.filePath()).orElse("") + "\n")
                .collect(Collectors.joining("", "Files that were left out:\n", ""));
        Set<String> taken =
                safe.stream().map(file -> SafePath.folded(file.filePath())).collect(Collectors.toSet());
        String name = "left-out.txt";
        for (int i = 2; taken.contains(name); i++) {
            name = "left-out-%d.txt".formatted(i);
        }
        return Optional.of(new ProjectZip.Entry(new SafePath(name), why));
    }

    private record ZipPieces(ProjectZip zip) implements Response.Body.Pieces {
        @Override
        public boolean hasNext() {
            return zip.hasNext();
        }

        @Override
        public Buffer next() {
            return Buffer.buffer(zip.next());
        }
    }
}
