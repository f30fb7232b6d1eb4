package dev.mgx.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders with a socket that a killed server left behind in the folder of temporary files. */
public final class StaleSockets {
    /** What the names of such folders begin with: the sandbox's, and those of services. */
    public static final String SANDBOX = "mgx-sandbox-";

    public static final String SERVICE = "mgx-service-";

    /** The name of the socket in each. */
    public static final String SOCKET = "socket";

    /** Nobody listens at one that is being made. */
    private static final Duration AGE = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(StaleSockets.class);

    private StaleSockets() {}

    /** Deletes those of this user at which nobody listens any more. */
    public static void sweep() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(temporary, "{%s,%s}*".formatted(SANDBOX, SERVICE))) {
            for (Path folder : folders) {
                if (isStale(folder)) {
                    delete(folder);
                }
            }
        } catch (IOException | UncheckedIOException e) { // they are small, and only untidy
            log.warn("Could not tidy up in {}", temporary, e);
        }
    }

    private static boolean isStale(Path folder) throws IOException {
        Path socket = folder.resolve(SOCKET);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isWritable(folder)
                || !Files.exists(socket, LinkOption.NOFOLLOW_LINKS)
                || Files.getLastModifiedTime(folder)
                        .toInstant()
                        .isAfter(Instant.now().minus(AGE))) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return !channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return true;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        }
    }
}
