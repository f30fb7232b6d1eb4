package dev.mgx.app;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a supervisor how the server is, as sd_notify(3) does: a datagram to the Unix socket in {@code NOTIFY_SOCKET}. Java
 * has no such sockets, so it calls the C library. Does nothing where nobody asked for it; never fails.
 */
final class SystemdNotify {
    private static final Logger log = LoggerFactory.getLogger(SystemdNotify.class);

    // <sys/socket.h> of Linux, on every architecture that Java 25 runs on.
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** The room for a path in sockaddr_un, without its final zero. */
    private static final int MAX_PATH = 107;

    private final String socket;

    SystemdNotify(Map<String, String> environment) {
        socket = environment.getOrDefault("NOTIFY_SOCKET", "");
    }

    /** The server answers requests. */
    void ready(String status) {
        send("READY=1\nSTATUS=" + status);
    }

    /** The server is shutting down. */
    void stopping() {
        send("STOPPING=1\nSTATUS=Shutting down");
    }

    private void send(String state) {
        if (socket.isEmpty()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            send(arena, state.getBytes(StandardCharsets.UTF_8));
        } catch (Throwable e) { // of a method handle
            log.warn("The supervisor at NOTIFY_SOCKET could not be told: {}", e.toString());
        }
    }

    private void send(Arena arena, byte[] state) throws Throwable {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        boolean named = socket.startsWith("/");
        if ((!named && !socket.startsWith("@")) || path.length > MAX_PATH) {
            log.warn("NOTIFY_SOCKET is not a path of a Unix socket, nor an abstract name that begins with @");
            return;
        }
        if (!named) {
            path[0] = 0;
        }
        MemorySegment address = arena.allocate(2 + MAX_PATH + 1, 2);
        address.set(JAVA_SHORT, 0, (short) AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, 2, path.length);
        MemorySegment message = arena.allocateFrom(JAVA_BYTE, state);
        int length = 2 + path.length + (named ? 1 : 0);
        MethodHandle open = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
        MethodHandle sendTo = function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
        MethodHandle close = function("close", JAVA_INT, JAVA_INT);
        int descriptor = (int) open.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        try {
            long sent =
                    (long) sendTo.invokeExact(descriptor, message, (long) state.length, MSG_NOSIGNAL, address, length);
            if (sent != state.length) {
                log.warn("The supervisor at NOTIFY_SOCKET {} takes no messages", socket);
            }
        } finally {
            var _ = (int) close.invokeExact(descriptor);
        }
    }

    @SuppressWarnings("restricted") // the C library, which is there
    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().findOrThrow(name);
        return linker.downcallHandle(symbol, FunctionDescriptor.of(result, arguments));
    }
}
