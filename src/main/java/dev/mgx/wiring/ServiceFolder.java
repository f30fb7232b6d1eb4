package dev.mgx.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.sandbox.WorkingTree;
import dev.mgx.store.ServiceFiles;
import dev.mgx.workspace.FolderLimits;
import dev.mgx.workspace.ProjectFolder;
import dev.mgx.workspace.ToolFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a program that listens: the project's files, which are as the team left them whenever it starts, and the data that
 * it left there itself the last time.
 */
final class ServiceFolder implements WorkingTree {
    private static final Logger log = LoggerFactory.getLogger(ServiceFolder.class);

    private final String taskId;
    private final Map<String, byte[]> data;
    private final Set<String> project;
    private final ServiceFiles kept;
    private final ToolFolders tools = new ToolFolders();
    private final ProjectFolder folder;

    /**
     * The folder.
     *
     * @param texts of the project
     * @param binaries of the project
     */
    ServiceFolder(
            String taskId,
            Map<String, String> texts,
            Map<String, byte[]> binaries,
            ServiceFiles kept,
            FolderLimits limits,
            InstantSource clock) {
        this.taskId = taskId;
        this.kept = kept;
        data = new TreeMap<>(kept.of(taskId));
        data.keySet().removeAll(texts.keySet());
        data.keySet().removeAll(binaries.keySet());
        Map<String, byte[]> all = new HashMap<>(data);
        all.putAll(binaries);
        texts.forEach((path, content) -> all.put(path, content.getBytes(UTF_8)));
        project = new HashSet<>(all.keySet());
        project.removeAll(data.keySet());
        folder = new ProjectFolder(Map.of(), all, Set.of(), tools, limits, clock);
    }

    @Override
    public void writeTo(OutputStream archive) throws IOException {
        folder.writeTo(archive);
    }

    @Override
    public void readFrom(InputStream archive) throws IOException {
        try (tools) { // nothing runs here after this program
            folder.readFrom(archive);
        }
        folder.lost().ifPresent(why -> log.warn("What the program of task {} left is not kept: {}", taskId, why));
        data.keySet().removeAll(folder.changes().removed());
        folder.changes().texts().forEach((path, content) -> data.put(path, content.getBytes(UTF_8)));
        data.putAll(folder.changes().binaries());
        data.keySet().removeAll(project);
        kept.replace(taskId, data);
    }
}
