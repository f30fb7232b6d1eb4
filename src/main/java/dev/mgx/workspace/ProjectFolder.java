package dev.mgx.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mgx.archive.TarReader;
import dev.mgx.sandbox.WorkingTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A project's folder while one command works in it: laid out from what is journaled, and read back when the command is over.
 * The journal is the truth, and this its working copy. For one command.
 */
public final class ProjectFolder implements WorkingTree {
    private final Map<String, byte[]> before = new TreeMap<>();
    private final Set<String> fixed;
    private final ToolFolders tools;
    private final FolderLimits limits;
    private final InstantSource clock;
    private FolderChanges changes = FolderChanges.NONE;
    private Optional<String> lost = Optional.of("it was stopped");

    /**
     * The folder.
     *
     * @param fixed paths whose files no command may change
     * @param tools what the commands before this one left
     */
    public ProjectFolder(
            Map<String, String> texts,
            Map<String, byte[]> binaries,
            Set<String> fixed,
            ToolFolders tools,
            FolderLimits limits,
            InstantSource clock) {
        texts.forEach((path, content) -> before.put(path, content.getBytes(UTF_8)));
        before.putAll(binaries);
        before.remove(ManifestFile.PATH); // nobody's but the team's
        this.fixed = Set.copyOf(fixed);
        this.tools = tools;
        this.limits = limits;
        this.clock = clock;
    }

    /** What the command changed; nothing if that could not be kept. */
    public FolderChanges changes() {
        return changes;
    }

    /** Why the folder stays as it was before the command; empty if it is as the command left it. */
    public Optional<String> lost() {
        return lost;
    }

    @Override
    public void writeTo(OutputStream archive) throws IOException {
        long now = clock.instant().getEpochSecond();
        for (Map.Entry<String, byte[]> file : before.entrySet()) {
            tools.write(file.getKey(), file.getValue(), now, archive);
        }
        tools.writeTo(archive);
    }

    @Override
    public void readFrom(InputStream archive) throws IOException {
        Map<String, byte[]> after = new HashMap<>();
        List<String> leftOut = new ArrayList<>();
        TarReader reader = new TarReader(archive);
        try (ToolFolders.Reading reading = tools.new Reading()) {
            long left = limits.bytes();
            for (Optional<TarReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                TarReader.Entry entry = next.get();
                String path = entry.path().replaceFirst("^\\./", "");
                if (ToolFolders.contain(path)) {
                    reading.tool(entry, path, reader);
                } else if (isKept(entry, path, leftOut)) {
                    left -= entry.length();
                    if (left < 0 || after.size() == limits.files()) {
                        lost = Optional.of("the folder has more than %,d files or %,d bytes"
                                .formatted(limits.files(), limits.bytes()));
                        return;
                    }
                    byte[] content = reader.content();
                    reading.file(entry, path, content);
                    after.put(path, content);
                }
            }
            reading.end();
        } catch (IOException e) {
            lost = Optional.of("it could not be read: " + e.getMessage());
            return;
        }
        lost = Optional.empty();
        changes = changes(after, leftOut);
    }

    private static boolean isKept(TarReader.Entry entry, String path, List<String> leftOut) {
        boolean something = entry.kind() == TarReader.Kind.FILE || entry.kind() == TarReader.Kind.LINK;
        if (!something || path.equals(ManifestFile.PATH)) {
            return false;
        }
        Optional<String> flaw = entry.kind() == TarReader.Kind.LINK ? Optional.of("it is a link") : SafePath.flaw(path);
        flaw.ifPresent(why -> leftOut.add("%s is not kept: %s".formatted(SafePath.shown(path), why)));
        return flaw.isEmpty();
    }

    private FolderChanges changes(Map<String, byte[]> after, List<String> leftOut) {
        Map<String, String> texts = new TreeMap<>();
        Map<String, byte[]> binaries = new TreeMap<>();
        Set<String> removed = new TreeSet<>(before.keySet());
        removed.removeAll(after.keySet());
        after.forEach((path, content) -> {
            if (!Arrays.equals(content, before.get(path))) {
                TextContent.of(content)
                        .ifPresentOrElse(text -> texts.put(path, text), () -> binaries.put(path, content));
            }
        });
        for (String path : fixed) {
            boolean changed = texts.containsKey(path) || binaries.containsKey(path) || removed.contains(path);
            texts.remove(path);
            binaries.remove(path);
            removed.remove(path);
            if (changed) {
                leftOut.add("%s is as before: it may not be changed here".formatted(path));
            }
        }
        return new FolderChanges(texts, binaries, removed, List.copyOf(leftOut));
    }
}
