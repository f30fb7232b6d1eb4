package dev.mgx.server.api;

import dev.mgx.server.http.Request;
import dev.mgx.server.http.Response;
import dev.mgx.server.http.Route;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.store.ArtifactContent;
import dev.mgx.store.ArtifactFile;
import dev.mgx.store.ArtifactVersion;
import dev.mgx.store.Artifacts;
import dev.mgx.store.Store;
import dev.mgx.workspace.FileKind;
import dev.mgx.workspace.UnsafePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The files of tasks in all versions. Handlers block. */
public final class ArtifactRoutes {
    private final Store store;
    private final Artifacts artifacts;

    public ArtifactRoutes(Store store) {
        this.store = store;
        artifacts = store.artifacts();
    }

    public List<Route> routes() {
        return List.of(
                Route.heavy("GET", "/api/artifacts/{id}", this::files),
                Route.heavy("GET", "/api/artifacts/{id}/{path…}/versions", this::versions),
                Route.of("GET", "/api/artifacts/{id}/{path…}", this::content));
    }

    /** The JSON form of a file. */
    private record FileEntry(
            String filePath,
            int latestVersion,
            int totalVersions,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String agentRole,
            String mimeType,
            String language) {

        static FileEntry of(ArtifactFile file) {
            FileKind kind = FileKind.of(file.filePath());
            return new FileEntry(
                    file.filePath(),
                    file.latestVersion(),
                    file.totalVersions(),
                    file.createdAt(),
                    file.updatedAt(),
                    file.agentRole(),
                    kind.mimeType(),
                    kind.language());
        }
    }

    private record Files(String taskId, List<FileEntry> files, int total) {}

    private record Versions(String taskId, String filePath, List<ArtifactVersion> versions, int total) {}

    /** The JSON form of a version with its content. */
    private record Content(
            String taskId,
            String filePath,
            int version,
            String artifactId,
            @Nullable String agentRole,
            String content,
            Instant createdAt,
            String mimeType,
            String language) {}

    private Response files(Request request) {
        requireTask(request);
        List<FileEntry> files =
                artifacts.files(request.taskId()).stream().map(FileEntry::of).toList();
        return EntityTag.of(request, Response.json(200, new Files(request.taskId(), files, files.size())));
    }

    private Response versions(Request request) {
        String path = path(request);
        requireTask(request);
        List<ArtifactVersion> versions = artifacts.versions(request.taskId(), path);
        if (versions.isEmpty()) {
            throw noSuchFile(request, path);
        }
        return EntityTag.of(
                request, Response.json(200, new Versions(request.taskId(), path, versions, versions.size())));
    }

    private Response content(Request request) {
        String path = path(request);
        Long version = request.query().optionalWhole("version");
        OptionalInt wanted = version == null ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(version));
        requireTask(request);
        ArtifactContent found =
                artifacts.content(request.taskId(), path, wanted).orElseThrow(() -> noSuchFile(request, path));
        FileKind kind = FileKind.of(path);
        ArtifactVersion about = found.version();
        Response file = Response.json(
                200,
                new Content(
                        request.taskId(),
                        path,
                        about.version(),
                        about.artifactId(),
                        about.agentRole(),
                        found.content(),
                        about.createdAt(),
                        kind.mimeType(),
                        kind.language()));
        return EntityTag.of(request, file);
    }

    private void requireTask(Request request) {
        if (store.journal().head(request.taskId()).isEmpty()) {
            throw TaskRoutes.notFound(request.taskId());
        }
    }

    /** The path of a project file: validated, or else one that an earlier version took and that can still be read. */
    private String path(Request request) {
        String path = request.variable("path");
        Optional<String> unsafe = UnsafePath.sentence(path);
        if (unsafe.isPresent()
                && artifacts.files(request.taskId()).stream()
                        .noneMatch(file -> file.filePath().equals(path))) {
            throw new ProblemException(ProblemType.BAD_REQUEST, unsafe.get());
        }
        return path;
    }

    private static ProblemException noSuchFile(Request request, String path) {
        return new ProblemException(
                ProblemType.FILE_NOT_FOUND, "Task %s has no file %s in that version".formatted(request.taskId(), path));
    }
}
