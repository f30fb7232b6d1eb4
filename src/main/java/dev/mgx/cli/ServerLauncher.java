package dev.mgx.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starts servers inside this process, for the commands that need one. */
public interface ServerLauncher {

    /** A server that runs in this process; closing it shuts it down gracefully. */
    interface RunningServer extends AutoCloseable {
        URI address();

        /** What a person should know of it before anything else: the model, the sandbox, the data folder. */
        String banner();

        @Override
        void close();
    }

    /** The address of a server that owns the data folder already, if one does and answers. */
    Optional<URI> owner(Map<String, String> flags);

    /** The data folder that these flags lead to. */
    Path dataFolder(Map<String, String> flags);

    /**
     * Starts a server.
     *
     * @param flags settings by name, which beat those of the environment
     * @param resume whether tasks that were interrupted go on
     * @throws IllegalArgumentException when a setting is wrong; one sentence says which
     * @throws IllegalStateException when it cannot start; one sentence says why
     */
    RunningServer launch(Map<String, String> flags, boolean resume);
}
