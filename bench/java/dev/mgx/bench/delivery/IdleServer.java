package dev.mgx.bench.delivery;

import dev.mgx.store.journal.Fence;

/**
 * A server in a process of its own, so that the memory of its watchers is not among its own: prints its port and the
 * path to watch, and ends when its input does. With {@code netty} it is a bare one.
 */
public final class IdleServer {
    private IdleServer() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        if (args[0].equals("netty")) {
            try (RawNetty netty = new RawNetty()) {
                System.out.println(netty.port() + " /idle");
                awaitEnd();
            }
        } else {
            try (OurServer server = OurServer.start(1)) {
                Fence task = server.take(1).getFirst();
                System.out.println(server.port() + " " + OurServer.path(task, 1));
                awaitEnd();
            }
        }
        System.exit(0);
    }

    private static void awaitEnd() throws java.io.IOException {
        while (System.in.read() >= 0) {}
    }
}
