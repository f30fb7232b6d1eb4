package dev.mgx.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The condition of tests that give files to another user, which only root can. */
public final class RootUser {
    private RootUser() {}

    public static boolean isThis() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
