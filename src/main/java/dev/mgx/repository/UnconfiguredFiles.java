package dev.mgx.repository;

import java.io.File;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;

/** The file system as JGit sees it: without the configuration of a repository, of which {@link GitFolder} reads the format. */
final class UnconfiguredFiles extends FS_POSIX {
    @Override
    public FS newInstance() {
        return new UnconfiguredFiles();
    }

    @Override
    public File resolve(File folder, String name) {
        return name.equals(Constants.CONFIG) ? new File("/dev/null/config") : super.resolve(folder, name);
    }
}
