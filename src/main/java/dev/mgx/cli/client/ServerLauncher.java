package dev.mgx.cli.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts servers inside this process, for the commands that need one, and knows those of others. */
public interface ServerLauncher {

    /** What a server in this process is for. */
    enum Purpose {
        /** For everybody: it takes up what was interrupted, and others find it. */
        SERVE,
        /** For the task of one command, on a free port; others find it. What was interrupted is left alone. */
        WORK,
        /** To look and to change, on a free port. It runs no program, and nobody else finds it. */
        LOOK
    }

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

    /**
     * Starts a server.
     *
     * @param flags settings by name, which beat those of the environment
     * @throws DataFolderTaken when another process has the data folder
     * @throws IllegalArgumentException when a setting is wrong; one sentence says which
     * @throws IllegalStateException when it cannot start; one sentence says why
     */
    RunningServer launch(Map<String, String> flags, Purpose purpose);

    /** Finds out whether a server would work here, and changes nothing but what the start of one would. */
    List<Diagnosis> diagnose(Map<String, String> flags);
}
