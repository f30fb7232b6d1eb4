package dev.mgx.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file without a name, so that nothing is left of it when the server is killed. It has a path as long as it is open,
 * by which the server's children can open it.
 */
public record NamelessFile(FileChannel channel, Path path) implements AutoCloseable {
    /** A file with this content. */
    public static NamelessFile of(byte[] content) throws IOException {
        Path name = Files.createTempFile("mgx-", "");
        // On Linux it loses its name as soon as it is open.
        FileChannel channel = FileChannel.open(
                name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new NamelessFile(channel, pathOf(name));
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static Path pathOf(Path name) throws IOException {
        Path descriptors =
                Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path each : all) {
                if (isOpenAs(each, name)) {
                    return each;
                }
            }
        }
        throw new IOException("The open file %s is not in %s".formatted(name, descriptors));
    }

    private static boolean isOpenAs(Path descriptor, Path name) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(name + " (deleted)");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
