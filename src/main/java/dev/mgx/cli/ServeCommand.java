package dev.mgx.cli;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code mgx serve}: a server that runs until the process is told to end. */
final class ServeCommand {
    private final ServerLauncher launcher;
    private final PrintStream out;

    ServeCommand(ServerLauncher launcher, PrintStream out) {
        this.launcher = launcher;
        this.out = out;
    }

    int serve(Map<String, String> flags) throws InterruptedException {
        ServerLauncher.RunningServer server = launcher.launch(flags, true);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("mgx-shutdown").unstarted(() -> {
                    server.close();
                    ended.countDown();
                }));
        out.println(server.banner());
        out.println("MGX Engine listens on " + server.address() + "  (Ctrl-C ends it; running tasks go on at the next start)");
        ended.await();
        return CommandLine.OK;
    }
}
