package dev.mgx.repository;

import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
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
}
