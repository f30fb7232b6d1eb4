package dev.mgx.workspace;

/**
 * How much of a project's folder is kept, without what tools can make again ({@link ToolFolders}).
 *
 * @param files at least 1
 * @param bytes of all together, at least 1 KiB
 */
public record FolderLimits(int files, long bytes) {
    /** Far more than a small project has, and little enough to be kept with each run. */
    public static final FolderLimits DEFAULT = new FolderLimits(2_000, 32 << 20);

    private static final int LEAST_BYTES = 1024;

    public FolderLimits {
        if (files < 1 || bytes < LEAST_BYTES) {
            throw new IllegalArgumentException("no limits: %d files, %d bytes".formatted(files, bytes));
        }
    }
}
