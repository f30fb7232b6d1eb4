package dev.mgx.server.intake;

import dev.mgx.server.Served;
import dev.mgx.server.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A process whose server may hold more bytes of bodies than it has memory for. Prints its port. Argument: {@code FOLDER}.
 */
final class SmallHeap {
    private SmallHeap() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        IntakeLimits boundless =
                new IntakeLimits(10_000, Integer.MAX_VALUE, 1, Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (Served served = new Served(
                Path.of(args[0]),
                run -> Served.done(""),
                ServerOptions.on("127.0.0.1", 0).with(boundless))) {
            System.out.println(served.port());
            new CountDownLatch(1).await();
        }
    }
}
