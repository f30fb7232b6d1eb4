package dev.mgx.service;

import java.util.Optional;

/** Knows which tasks have a service. Thread-safe. */
public interface ServicePrograms {
    /** Whether the latest files of this task are a program that listens; quick. */
    boolean isService(String taskId);

    /**
     * The program in the latest files of this task; empty if there is none.
     *
     * @throws ServiceRefused if its packages cannot be had
     */
    Optional<ServiceProgram> program(String taskId) throws InterruptedException;

    /** How the program of this task is made into the image of a container; empty if it does not listen. Quick. */
    default Optional<String> containerfile(String taskId) {
        return Optional.empty();
    }

    /** Whether a service of this task may go on: the task is still there, and no run changes its files. */
    boolean mayRun(String taskId);
}
