package dev.mgx.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.jspecify.annotations.Nullable;

/** The configuration of a repository, of which only this counts: its format and where its work tree is. Includes are not read. */
final class GitConfig {
    private static final String EXTENSIONS = "extensions";
    /** Those that change nothing for who reads objects and writes some beside them. */
    private static final Set<String> KNOWN_EXTENSIONS =
            Set.of("noop", "preciousobjects", "partialclone", "worktreeconfig", "relativeworktrees");

    private final Config common;
    private final Config own;

    private GitConfig(Config common, Config own) {
        this.common = common;
        this.own = own;
    }

    static GitConfig read(Path common, Path own) throws IOException, ConfigInvalidException {
        return new GitConfig(parsed(common), parsed(own));
    }

    private static Config parsed(Path file) throws IOException, ConfigInvalidException {
        Config config = new Config();
        config.fromText(ShortFile.read(file));
        return config;
    }

    boolean isBare() {
        return common.getBoolean("core", "bare", false);
    }

    /** What {@code core.worktree} says; null if it is not set. */
    @Nullable
    String workTree() {
        String ours = own.getString("core", null, "worktree");
        return ours == null ? common.getString("core", null, "worktree") : ours;
    }

    void checkFormat(Path folder) throws UnusableRepository {
        String version = common.getString("core", null, "repositoryformatversion");
        if (version != null && !version.equals("0") && !version.equals("1")) {
            throw new UnusableRepository(
                    "%s has format %s of repositories; 0 and 1 are known".formatted(folder, version));
        }
        for (String name : common.getNames(EXTENSIONS)) {
            String extension = name.toLowerCase(Locale.ROOT);
            String value = String.valueOf(common.getString(EXTENSIONS, null, name));
            if (extension.equals("objectformat") && !value.equals("sha1")) {
                throw new UnusableRepository("%s names its objects by %s; only sha1 is known".formatted(folder, value));
            }
            if (extension.equals("refstorage") && !value.equals("files")) {
                throw new UnusableRepository(
                        "%s keeps its branches as %s; only files is known: git refs migrate --ref-format=files"
                                .formatted(folder, value));
            }
            if (!KNOWN_EXTENSIONS.contains(extension)
                    && !extension.equals("objectformat")
                    && !extension.equals("refstorage")) {
                throw new UnusableRepository(
                        "%s needs the extension %s of Git, which is not known here".formatted(folder, name));
            }
        }
    }
}
