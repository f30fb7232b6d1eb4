package dev.mgx.cli.link;

import dev.mgx.cli.client.DataFolderTaken;
import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.cli.client.ServerLauncher.Purpose;
import dev.mgx.cli.client.ServerLauncher.RunningServer;
import dev.mgx.client.MgxClient;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server: of another process, or embedded in this one and closed with the link. {@link #close} is
 * thread-safe and idempotent.
 */
public final class ServerLink implements AutoCloseable {
    /** Another process that owns the folder is either reachable or gone within this time. */
    private static final Duration FOLDER_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration RETRY = Duration.ofMillis(200);

    private final MgxClient api;
    private final @Nullable RunningServer embedded;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Map<String, Long> interrupted = new LinkedHashMap<>();

    private ServerLink(URI address, @Nullable RunningServer embedded) {
        api = new MgxClient(address);
        this.embedded = embedded;
    }

    /**
     * Connects to the given server, else to the owner of the data folder, else to an embedded server started here.
     *
     * @param settings by name; they override the environment
     */
    public static ServerLink open(
            ServerLauncher launcher, Optional<URI> named, Map<String, String> settings, Purpose purpose)
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
                return embed(launcher.launch(settings, purpose));
            } catch (DataFolderTaken e) {
                // The owner has just started and does not answer yet, or is about to exit.
                if (System.nanoTime() - start > FOLDER_TIMEOUT.toNanos()) {
                    throw e;
                }
                Thread.sleep(RETRY);
            }
        }
    }

    private static ServerLink embed(RunningServer server) throws InterruptedException {
        ServerLink link = new ServerLink(server.address(), server);
        for (String id : link.api.active()) {
            link.interrupted.put(id, link.lastEventId(id));
        }
        return link;
    }

    private long lastEventId(String taskId) throws InterruptedException {
        return api.state(taskId).lastEventId();
    }

    public MgxClient api() {
        return api;
    }

    public boolean isEmbedded() {
        return embedded != null;
    }

    /** The banner of an embedded server; for another one, its address. */
    public String banner() {
        return embedded == null ? "Using the server at " + api.server() : embedded.banner();
    }

    /**
     * The tasks that were queued or running when the embedded server started, oldest first. They stay interrupted until
     * somebody resumes them. Empty for a server of another process.
     */
    public Set<String> interrupted() {
        return interrupted.keySet();
    }

    /** The number of queued or running tasks, without those interrupted earlier. */
    public int busy() throws InterruptedException {
        int busy = 0;
        for (String id : api.active()) {
            Long before = interrupted.get(id);
            if (before == null || lastEventId(id) > before) {
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
