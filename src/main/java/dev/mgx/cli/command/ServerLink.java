package dev.mgx.cli.command;

import dev.mgx.cli.client.Api;
import dev.mgx.cli.client.DataFolderTaken;
import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.ServerLauncher.RunningServer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A server that a command talks to: another process's, or one inside this process, which ends with the
 * command. Closing it is safe from any thread, and twice.
 */
final class ServerLink implements AutoCloseable {
    /** Another process that takes the folder is up, or gone again, within this. */
    private static final Duration FOLDER_PATIENCE = Duration.ofSeconds(15);

    private static final Duration RETRY = Duration.ofMillis(200);

    private final Api api;
    private final @Nullable RunningServer embedded;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Long> interrupted = new LinkedHashMap<>();

    private ServerLink(URI address, @Nullable RunningServer embedded) {
        api = new Api(address);
        this.embedded = embedded;
    }

    /**
     * Finds the server that a person chose: the one that is named, else the one that owns the data folder,
     * else one that is started here.
     *
     * @param settings by name, which beat those of the environment
     */
    static ServerLink open(ServerLauncher launcher, Optional<URI> named, Map<String, String> settings, Purpose purpose)
            throws InterruptedException {
        if (named.isPresent()) {
            return new ServerLink(named.get(), null);
        }
        long start = System.nanoTime();
        while (true) {
            Optional<URI> owner = launcher.owner(settings);
            if (owner.isPresent()) {
                return new ServerLink(owner.get(), null);
            }
            try {
                return inside(launcher.launch(settings, purpose));
            } catch (DataFolderTaken e) {
                // It has just been started and does not answer yet, or is only here for a moment.
                if (System.nanoTime() - start > FOLDER_PATIENCE.toNanos()) {
                    throw e;
                }
                Thread.sleep(RETRY);
            }
        }
    }

    private static ServerLink inside(RunningServer server) throws InterruptedException {
        ServerLink link = new ServerLink(server.address(), server);
        for (JsonNode id : link.api.get("/api/tasks/active")) {
            link.interrupted.put(id.asString(), link.lastEventId(id.asString()));
        }
        return link;
    }

    private long lastEventId(String taskId) throws InterruptedException {
        return api.get("/api/tasks/" + taskId + "/state").path("last_event_id").asLong(0);
    }

    Api api() {
        return api;
    }

    boolean isEmbedded() {
        return embedded != null;
    }

    /** What a person should know of a server in this process; of another one, where it is. */
    String banner() {
        return embedded == null ? "Using the server at " + api.server() : embedded.banner();
    }

    /**
     * The tasks that were queued or running when the server in this process came up, oldest first: nobody works
     * on them before somebody asks for it. Empty for a server of another process.
     */
    Set<String> interrupted() {
        return interrupted.keySet();
    }

    /** How many tasks are queued or running now and not just left from earlier. */
    int busy() throws InterruptedException {
        int busy = 0;
        for (JsonNode id : api.get("/api/tasks/active")) {
            Long before = interrupted.get(id.asString());
            if (before == null || lastEventId(id.asString()) > before) {
                busy++;
            }
        }
        return busy;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (embedded != null) {
                embedded.close();
            }
            api.close();
        }
    }
}
