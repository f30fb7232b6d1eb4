package dev.mgx.cli.client;

import dev.mgx.repository.Author;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts servers in this process for the commands that need one, and finds those of other processes. */
public interface ServerLauncher {

    /** The purpose of a server in this process. */
    enum Purpose {
        /** A server for everybody: resumes interrupted tasks and can be found by other processes. */
        SERVE,
        /**
         * A server for one command's task, on a free port; can be found by other processes. Does not resume interrupted
         * tasks.
         */
        WORK,
        /**
         * A server for reading and changing data, on a free port. Runs no programs and cannot be found by other
         * processes.
         */
        LOOK
    }

    /** A server that runs in this process; closing it shuts it down gracefully. */
    interface RunningServer extends AutoCloseable {
        URI address();

        /** A summary for people: the model, the sandbox, the data folder. */
        String banner();

        /** The command line has said that the server listens: tells the supervisor of this process too. */
        void ready();

        /** The process was told to end, and closes the server next. */
        void ending(String why);

        /** Reads the settings again and takes on what may change while the server runs; says what else has changed. */
        void reload();

        @Override
        void close();
    }

    /** What a user should know about the settings before a command begins; sentences. */
    List<String> notices(Map<String, String> flags);

    /** The address of the server that owns the data folder, if there is one and it answers. */
    Optional<URI> owner(Map<String, String> flags);

    /**
     * Starts a server.
     *
     * @param flags settings by name; they override the environment
     * @throws DataFolderTaken if another process owns the data folder
     * @throws IllegalArgumentException if a setting is invalid; the message is one sentence
     * @throws IllegalStateException if it cannot start; the message is one sentence
     */
    RunningServer launch(Map<String, String> flags, Purpose purpose);

    /**
     * Writes all that is stored to a file, also while a server is at work.
     *
     * @return what it holds, for people
     * @throws IllegalStateException if it cannot be written; the message is one sentence
     */
    String backUp(Map<String, String> flags, Path file);

    /**
     * Restores a backup to an empty database that no server uses.
     *
     * @return what it holds, for people
     * @throws IllegalStateException if it cannot be restored; the message is one sentence
     */
    String restore(Map<String, String> flags, Path file);

    /**
     * Who stands in the commits that commands make.
     *
     * @throws IllegalArgumentException if the setting is invalid; the message is one sentence
     */
    Author author(Map<String, String> flags);

    /** Checks whether a server would work here, with no side effects beyond those of a server's start. */
    List<Diagnosis> diagnose(Map<String, String> flags);
}
