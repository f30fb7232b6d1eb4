package dev.mgx.app;

import dev.mgx.cli.client.ServerLauncher.RunningServer;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of {@code mgx serve}: tells its supervisor and its log what becomes of it. */
record Serving(RunningServer server, Settings settings, LiveSettings live, SystemdNotify supervisor)
        implements RunningServer {
    private static final Logger log = LoggerFactory.getLogger(Serving.class);

    @Override
    public URI address() {
        return server.address();
    }

    @Override
    public String banner() {
        return server.banner()
                + OtherUsers.notice().map(notice -> "\nAccess    " + notice).orElse("");
    }

    @Override
    public void ready() {
        supervisor.ready("Listening on " + address());
    }

    @Override
    public void ending(String why) {
        log.info(
                "{}: shutting down; running steps may take {} s more",
                why,
                settings.duration(Setting.MGX_SHUTDOWN_TIMEOUT).toSeconds());
    }

    @Override
    public void reload() {
        live.reload();
    }

    @Override
    public void close() {
        supervisor.stopping();
        long began = System.nanoTime();
        server.close();
        log.info(
                "Shut down in {} ms",
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }
}
