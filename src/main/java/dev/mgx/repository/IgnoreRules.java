package dev.mgx.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.ignore.IgnoreNode;

/** What the repository does not track: the {@code .gitignore} of each folder, and {@code info/exclude}; not the user's own. */
final class IgnoreRules {
    private static final IgnoreNode NONE = new IgnoreNode();

    private final Map<String, IgnoreNode> byFolder = new HashMap<>();
    private final IgnoreNode exclude;

    IgnoreRules(byte[] exclude) {
        this.exclude = parsed(exclude);
    }

    /** @param folder empty, or its path with a slash at the end */
    void add(String folder, byte[] gitignore) {
        byFolder.put(folder, parsed(gitignore));
    }

    /** Whether a path is ignored whose folder is not. */
    boolean areAbout(String path, boolean isFolder) {
        for (int end = path.lastIndexOf('/') + 1; ; end = path.lastIndexOf('/', end - 2) + 1) {
            IgnoreNode rules = byFolder.getOrDefault(path.substring(0, end), NONE);
            Boolean ignored = rules.checkIgnored(path.substring(end), isFolder);
            if (ignored != null) {
                return ignored;
            }
            if (end == 0) {
                return Boolean.TRUE.equals(exclude.checkIgnored(path, isFolder));
            }
        }
    }

    private static IgnoreNode parsed(byte[] text) {
        IgnoreNode rules = new IgnoreNode();
        try {
            rules.parse(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read rules in memory", e);
        }
        return rules;
    }
}
