package dev.mgx.wiring;

import dev.mgx.json.MalformedJson;
import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.PackageRefused;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.service.ServiceProgram;
import dev.mgx.service.ServicePrograms;
import dev.mgx.service.ServiceRefused;
import dev.mgx.store.ArtifactContent;
import dev.mgx.store.ArtifactFile;
import dev.mgx.store.Store;
import dev.mgx.task.TaskState;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.ServiceCommand;
import dev.mgx.team.role.Containerfile;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.workspace.FolderLimits;
import dev.mgx.workspace.SafePath;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which projects listen, as their manifests say.
 *
 * @param packages of the sandbox that they run in
 * @param limits of what they leave
 */
public record ProjectServices(Store store, Packages packages, FolderLimits limits, InstantSource clock)
        implements ServicePrograms {
    /** Packages that are not kept any more are installed anew. */
    private static final Duration INSTALLATION = Duration.ofMinutes(2);

    @Override
    public boolean isService(String taskId) {
        return command(taskId).isPresent();
    }

    @Override
    public Optional<ServiceProgram> program(String taskId) throws InterruptedException {
        Optional<ServiceCommand> command = command(taskId);
        if (command.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> files = new HashMap<>();
        for (ArtifactFile file : store.artifacts().files(taskId)) {
            if (SafePath.flaw(file.filePath()).isEmpty() && !file.filePath().equals(ProjectManifest.PATH)) {
                store.artifacts()
                        .content(taskId, file.filePath(), OptionalInt.of(file.latestVersion()))
                        .ifPresent(content -> files.put(file.filePath(), content.content()));
            }
        }
        int run = store.tasks().state(taskId).map(TaskState::run).orElse(0);
        Map<String, byte[]> binaries = store.artifacts().binaries(taskId, run);
        try {
            return Optional.of(new ServiceProgram(
                    CheckScript.PACKAGES + command.get().script(),
                    command.get().port(),
                    Map.of(),
                    packages.archives(files, INSTALLATION),
                    new ServiceFolder(taskId, files, binaries, store.serviceFiles(), limits, clock)));
        } catch (PackageRefused | SandboxFailure | SandboxUnavailable e) {
            throw new ServiceRefused("Its packages cannot be installed: " + e.getMessage());
        }
    }

    @Override
    public Optional<String> containerfile(String taskId) {
        List<String> paths = store.artifacts().files(taskId).stream()
                .map(ArtifactFile::filePath)
                .toList();
        Optional<Ecosystem> locked = Arrays.stream(Ecosystem.values())
                .filter(each -> paths.contains(each.manifest()) && paths.contains(each.lockFile()))
                .findFirst();
        return command(taskId).map(service -> new Containerfile(service, locked).text());
    }

    private Optional<ServiceCommand> command(String taskId) {
        return store.artifacts()
                .content(taskId, ProjectManifest.PATH, OptionalInt.empty())
                .map(ArtifactContent::content)
                .flatMap(ProjectServices::commandOf);
    }

    private static Optional<ServiceCommand> commandOf(String manifest) {
        try {
            return ProjectManifest.read(manifest).service();
        } catch (MalformedJson e) { // of an earlier version; nothing of it listens
            return Optional.empty();
        }
    }

    @Override
    public boolean mayRun(String taskId) {
        return store.tasks()
                .state(taskId)
                .map(TaskState::status)
                .filter(status -> status.terminal())
                .isPresent();
    }
}
