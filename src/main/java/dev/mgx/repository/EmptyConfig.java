package dev.mgx.repository;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** A configuration in which nothing is set, whatever the system, the user and JGit have. */
final class EmptyConfig extends FileBasedConfig {
    /** The coarsest that file systems have. JGit measures it where it is not set, by writing to the repository. */
    private static final Duration TIMESTAMP_RESOLUTION = Duration.ofSeconds(2);

    EmptyConfig(@Nullable Config parent, FS files) {
        super(parent, null, files);
    }

    @Override
    public void load() {}

    @Override
    public boolean isOutdated() {
        return false;
    }

    @Override
    public long getTimeUnit(
            String section, @Nullable String subsection, String name, long defaultValue, TimeUnit unit) {
        return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                ? unit.convert(TIMESTAMP_RESOLUTION)
                : defaultValue;
    }
}
