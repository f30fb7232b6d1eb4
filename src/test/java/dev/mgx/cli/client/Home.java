package dev.mgx.cli.client;

import dev.mgx.app.Launcher;
import dev.mgx.cli.Shell;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.ServerLauncher.RunningServer;
import dev.mgx.client.MgxClient;
import dev.mgx.client.MgxState;
import dev.mgx.config.SettingsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A data folder owned by a server, as if of another process, and a shell beside it. */
public final class Home implements AutoCloseable {
    private final RunningServer server;
    private final MgxClient api;
    private final Shell shell;

    public Home(Path folder, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("MGX_DATA_DIR", folder.resolve("data").toString());
        environment.put("MGX_PORT", "0");
        environment.put("MGX_PACKAGES", "off");
        shell = new Shell(folder.resolve("data"), environment);
        server = new Launcher(environment, SettingsFile.NONE).launch(Map.of(), Purpose.SERVE);
        api = new MgxClient(server.address());
    }

    public MgxClient api() {
        return api;
    }

    Shell shell() {
        return shell;
    }

    Shell.Output mgx(String... args) {
        return shell.mgx(args);
    }

    /** A running task. */
    String started(String requirement, Map<String, Object> options) throws InterruptedException {
        String id = api.create(Map.of("input_prompt", requirement, "options", options))
                .id();
        api.run(id, Map.of());
        return id;
    }

    /** A finished task. */
    String finished(String requirement) throws InterruptedException {
        String id = started(requirement, Map.of());
        api.watch(id, 0, event -> {}).untilOver();
        return id;
    }

    MgxState state(String id) throws InterruptedException {
        return api.state(id);
    }

    /** Waits until the task has an event of this type. */
    void await(String id, String eventType) throws InterruptedException {
        try {
            api.watch(id, 0, event -> seen(event.type(), eventType)).untilOver();
        } catch (Seen e) {
            return;
        }
        throw new AssertionError("no " + eventType + ", and the task is over");
    }

    private static void seen(String type, String wanted) {
        if (type.equals(wanted)) {
            throw new Seen();
        }
    }

    private static final class Seen extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void close() {
        api.close();
        server.close();
    }
}
