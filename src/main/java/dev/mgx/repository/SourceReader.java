package dev.mgx.repository;

import dev.mgx.repository.OmittedPaths.Reason;
import dev.mgx.repository.WorkTree.Candidate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** Reads the files of a commit, or of a work tree. Sizes are asked before contents are read. For one reading. */
final class SourceReader {
    private static final byte[] LFS_POINTER =
            "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.UTF_8);
    /** By its specification. */
    private static final int LONGEST_LFS_POINTER = 1024;

    private final GitFolder folder;
    private final ObjectReader objects;
    private final SourceLimits limits;
    private final OmittedPaths omitted = new OmittedPaths();
    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final SortedMap<String, Optional<byte[]>> changes = new TreeMap<>();

    SourceReader(GitFolder folder, ObjectReader objects, SourceLimits limits) {
        this.folder = folder;
        this.objects = objects;
        this.limits = limits;
    }

    /** @param workTree whose files are taken in place of the commit's; null: those of the commit */
    Source read(ObjectId commit, ObjectId tree, @Nullable String branch, @Nullable Path workTree)
            throws IOException, UnusableRepository {
        CommitFiles committed = CommitFiles.of(tree, objects, omitted);
        SortedMap<String, Candidate> candidates = new TreeMap<>();
        if (workTree == null) {
            committed.files().forEach((path, blob) -> candidates.put(path, Candidate.committed(blob)));
        } else {
            checkCount(committed.files().size());
            WorkTree found = new WorkTree(folder, workTree, committed, filters(committed), omitted);
            candidates.putAll(found.candidates());
            found.deleted().forEach(path -> changes.put(path, Optional.empty()));
        }
        checkCount(candidates.size());
        withoutTooLong(candidates);
        for (Map.Entry<String, Candidate> each : candidates.entrySet()) {
            take(each.getKey(), each.getValue());
        }
        return new Source(
                commit.name(),
                branch,
                Collections.unmodifiableMap(files),
                Collections.unmodifiableMap(changes),
                notes());
    }

    private void checkCount(int count) throws UnusableRepository {
        if (count > limits.files()) {
            throw new UnusableRepository(
                    "The repository has %,d files; at most %,d are read. Name one with less in it, or raise the limit"
                            .formatted(count, limits.files()));
        }
    }

    private FilterRules filters(CommitFiles committed) throws IOException, UnusableRepository {
        FilterRules filters = new FilterRules(ShortFile.bytes(folder.common().resolve("info/attributes")));
        for (Map.Entry<String, ObjectId> each : committed.files().entrySet()) {
            if (WorkTree.isAttributes(each.getKey()) && size(each.getKey(), each.getValue()) <= limits.fileBytes()) {
                filters.add(WorkTree.folderOfAttributes(each.getKey()), blob(each.getKey(), each.getValue()));
            }
        }
        return filters;
    }

    private void withoutTooLong(Map<String, Candidate> candidates) throws UnusableRepository {
        List<String> tooLong = new ArrayList<>();
        long total = 0;
        for (Map.Entry<String, Candidate> each : candidates.entrySet()) {
            ObjectId blob = each.getValue().blob();
            long size = each.getValue().file() == null && blob != null
                    ? size(each.getKey(), blob)
                    : each.getValue().bytes();
            if (size > limits.fileBytes()) {
                tooLong.add(each.getKey());
                omitted.add(Reason.TOO_LONG, "%s (%s)".formatted(each.getKey(), shown(size)));
            } else {
                total += size;
            }
        }
        tooLong.forEach(candidates::remove);
        if (total > limits.bytes()) {
            throw new UnusableRepository(
                    "The repository has %s in %,d files; at most %s are read. Name one with less in it, or raise the limit"
                            .formatted(shown(total), candidates.size(), shown(limits.bytes())));
        }
    }

    private static String shown(long bytes) {
        return bytes < 1 << 20 ? "%,d bytes".formatted(bytes) : "%,.1f MiB".formatted(bytes / 1048576.0);
    }

    private void take(String path, Candidate candidate) throws IOException, UnusableRepository {
        ObjectId blob = candidate.blob();
        Path file = candidate.file();
        byte[] content = file == null ? null : content(path, file);
        if (file != null && content == null) {
            return;
        }
        if (blob != null && (content == null || isSame(content, blob))) {
            content = blob(path, blob);
        } else if (content != null) {
            content = blob == null ? content : withLineEndsOf(path, blob, content);
            changes.put(path, Optional.of(content));
        }
        if (content == null || isLfsPointer(content)) {
            omitted.add(Reason.LFS, path);
            changes.remove(path);
        } else {
            files.put(path, content);
        }
    }

    /** What lies there; null if that became too long meanwhile, or may not be read. */
    private byte @Nullable [] content(String path, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes((int) Math.min(limits.fileBytes() + 1, Integer.MAX_VALUE - 8));
            if (content.length <= limits.fileBytes()) {
                return content;
            }
            omitted.add(Reason.TOO_LONG, path);
        } catch (AccessDeniedException e) {
            omitted.add(Reason.UNREADABLE, path);
        }
        return null;
    }

    private static boolean isSame(byte[] content, ObjectId blob) {
        try (ObjectInserter hash = new ObjectInserter.Formatter()) {
            return blob.equals(hash.idFor(Constants.OBJ_BLOB, content))
                    || blob.equals(hash.idFor(Constants.OBJ_BLOB, withLineFeeds(content)));
        }
    }

    /** Line ends that git makes in a work tree are no change: what has none with CR in the commit gets none. */
    private byte[] withLineEndsOf(String path, ObjectId blob, byte[] content) throws UnusableRepository {
        byte[] withLineFeeds = withLineFeeds(content);
        if (withLineFeeds.length == content.length || size(path, blob) > limits.fileBytes()) {
            return content;
        }
        byte[] committed = blob(path, blob);
        return withLineFeeds(committed).length == committed.length ? withLineFeeds : content;
    }

    /** The text with LF where it has CR LF; what is no text as it is. */
    private static byte[] withLineFeeds(byte[] content) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(content.length);
        for (int i = 0; i < content.length; i++) {
            if (content[i] == 0) {
                return content;
            }
            if (content[i] != '\r' || i + 1 == content.length || content[i + 1] != '\n') {
                text.write(content[i]);
            }
        }
        return text.toByteArray();
    }

    private static boolean isLfsPointer(byte[] content) {
        return content.length < LONGEST_LFS_POINTER
                && content.length > LFS_POINTER.length
                && Arrays.equals(content, 0, LFS_POINTER.length, LFS_POINTER, 0, LFS_POINTER.length);
    }

    private long size(String path, ObjectId blob) throws UnusableRepository {
        try {
            return objects.getObjectSize(blob, Constants.OBJ_BLOB);
        } catch (IOException | RuntimeException e) {
            throw UnusableRepository.broken("The file \"%s\" of the commit".formatted(path), e);
        }
    }

    private byte[] blob(String path, ObjectId blob) throws UnusableRepository {
        try {
            return objects.open(blob, Constants.OBJ_BLOB).getCachedBytes((int) limits.fileBytes());
        } catch (IOException | RuntimeException e) { // LargeObjectException among them
            throw UnusableRepository.broken("The file \"%s\" of the commit".formatted(path), e);
        }
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        folder.unfinished()
                .ifPresent(what -> notes.add(
                        "The repository is in the middle of %s; what is read is how far it has come".formatted(what)));
        notes.addAll(omitted.sentences());
        Map<String, String> alike = CommitFiles.alike(files.keySet());
        if (!alike.isEmpty()) {
            notes.add("Names that differ only by case are one file on other systems: "
                    + OmittedPaths.named(alike.entrySet().stream()
                            .map(each -> each.getKey() + " and " + each.getValue())
                            .toList()));
        }
        return notes;
    }
}
