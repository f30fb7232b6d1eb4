package dev.mgx.repository;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit learns of the machine: no environment, no configuration of the system, the user or JGit, no name of the host,
 * no time zone. JGit has one for the process, and is used in this package only.
 */
final class ClosedSystem extends SystemReader.Delegate {
    private ClosedSystem() {
        super(SystemReader.getInstance());
    }

    /** May be called again. */
    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof ClosedSystem)) {
            SystemReader.setInstance(new ClosedSystem());
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS files) {
        return new EmptyConfig(parent, files);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS files) {
        return new EmptyConfig(parent, files);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS files) {
        return new EmptyConfig(parent, files);
    }

    @Override
    public ZoneOffset getTimeZoneAt(Instant when) {
        return ZoneOffset.UTC;
    }

    /** A configuration in which nothing is set, whatever the system, the user and JGit have. */
    private static final class EmptyConfig extends FileBasedConfig {
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

    /** The file system as JGit sees it: without the configuration of a repository, of which {@link GitFolder} reads the format. */
    static final class UnconfiguredFiles extends FS_POSIX {
        @Override
        public FS newInstance() {
            return new UnconfiguredFiles();
        }

        @Override
        public File resolve(File folder, String name) {
            return name.equals(Constants.CONFIG) ? new File("/dev/null/config") : super.resolve(folder, name);
        }
    }
}
