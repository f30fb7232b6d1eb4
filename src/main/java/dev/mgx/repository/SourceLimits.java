package dev.mgx.repository;

/**
 * How much of a repository is read; more is refused, but for single files that are too long, which are left out.
 *
 * @param files at least 1
 * @param bytes of all together, at least 1
 * @param fileBytes of one file, at least 1 and no more than an array holds
 */
public record SourceLimits(int files, long bytes, long fileBytes) {
    public static final SourceLimits DEFAULT = new SourceLimits(20_000, 64 << 20, 8 << 20);

    private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

    public SourceLimits {
        if (files < 1 || bytes < 1 || fileBytes < 1 || fileBytes > LONGEST_ARRAY) {
            throw new IllegalArgumentException(
                    "no limits: %d files, %d bytes, %d bytes a file".formatted(files, bytes, fileBytes));
        }
    }
}
