package dev.mgx.service;

import dev.mgx.sandbox.DisabledSandbox;
import dev.mgx.sandbox.Isolation;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services of all tasks, at most one each. None outlives the server. Thread-safe.
 */
public final class Services implements AutoCloseable {
    /** What each is called: a program listens on one port. */
    public static final String NAME = "app";

    /** No service of any task. */
    public static final Services NONE = new Services(
            new ServicePrograms() {
                @Override
                public boolean isService(String taskId) {
                    return false;
                }

                @Override
                public Optional<ServiceProgram> program(String taskId) {
                    return Optional.empty();
                }

                @Override
                public boolean mayRun(String taskId) {
                    return false;
                }
            },
            new DisabledSandbox("There are no services."),
            new ServiceLimits(0, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            InstantSource.system(),
            MonotonicClock.SYSTEM);

    private final ServicePrograms programs;
    private final Sandbox sandbox;
    private final ServiceLimits limits;
    private final InstantSource clock;
    private final MonotonicClock monotonic;
    private final Map<String, ServiceProcess> started = new HashMap<>();
    private boolean closed;

    public Services(
            ServicePrograms programs,
            Sandbox sandbox,
            ServiceLimits limits,
            InstantSource clock,
            MonotonicClock monotonic) {
        this.programs = programs;
        this.sandbox = sandbox;
        this.limits = limits;
        this.clock = clock;
        this.monotonic = monotonic;
    }

    /** The service of a task; empty if its program does not listen. */
    public Optional<ServiceState> find(String taskId) {
        Optional<ServiceProcess> service = started(taskId);
        if (service.isPresent() && !service.get().isOver()) {
            return service.map(ServiceProcess::state);
        }
        return programs.isService(taskId)
                ? Optional.of(service.map(ServiceProcess::state).orElse(ServiceState.NEVER_STARTED))
                : Optional.empty();
    }

    /** How the program of a task is made into the image of a container; empty if it does not listen. */
    public Optional<String> containerfile(String taskId) {
        return programs.containerfile(taskId);
    }

    /**
     * Starts the service of a task, unless it runs; returns before it listens.
     *
     * @throws ServiceRefused if it cannot be started
     */
    public ServiceState start(String taskId) throws InterruptedException {
        if (!sandbox.canExecute()) {
            throw new ServiceRefused(sandbox.description());
        }
        if (sandbox.isolation() == Isolation.PROCESS) {
            throw new ServiceRefused(
                    "Generated code runs without isolation here (MGX_SANDBOX=process), where a program that"
                            + " listens would be open to everybody on this machine; with bubblewrap or unshare it can be"
                            + " started");
        }
        if (!programs.mayRun(taskId)) {
            throw new ServiceRefused(
                    "Task %s is queued or running; its program can be started when it has finished".formatted(taskId));
        }
        ServiceProgram program = programs.program(taskId)
                .orElseThrow(() -> new ServiceRefused("The program of task %s does not listen".formatted(taskId)));
        synchronized (this) {
            if (closed) {
                throw new ServiceRefused("The server shuts down");
            }
            ServiceProcess there = started.get(taskId);
            if (there != null && !there.isOver()) {
                return there.state();
            }
            started.entrySet().removeIf(each -> each.getValue().isOver() && !programs.mayRun(each.getKey()));
            long running =
                    started.values().stream().filter(each -> !each.isOver()).count();
            if (running >= limits.most()) {
                throw new ServiceRefused(
                        "%d services run already, and MGX_MAX_SERVICES allows no more; stop one".formatted(running));
            }
            try {
                ServiceProcess service =
                        ServiceProcess.start(program, sandbox, limits, clock, monotonic, () -> programs.mayRun(taskId));
                started.put(taskId, service);
                return service.state();
            } catch (IOException e) {
                throw new ServiceRefused("It cannot be started: " + e.getMessage());
            }
        }
    }

    /** Stops the service of a task, if it runs; all of its processes are dead when this returns. */
    public void stop(String taskId) throws InterruptedException {
        Optional<ServiceProcess> service = started(taskId);
        if (service.isPresent()) {
            service.get().stop("It was stopped.");
        }
    }

    /** The Unix socket at which the service of a task is reached; empty if it does not run. */
    public Optional<Path> socket(String taskId) {
        return started(taskId)
                .filter(service -> !service.isOver() && service.state().status() == ServiceStatus.RUNNING)
                .map(ServiceProcess::path);
    }

    private synchronized Optional<ServiceProcess> started(String taskId) {
        return Optional.ofNullable(started.get(taskId));
    }

    /** Stops all; when interrupted, without waiting for the rest, which then end with the sandbox. */
    @Override
    public void close() {
        List<ServiceProcess> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(started.values());
        }
        try {
            for (ServiceProcess service : all) {
                service.stop("The server was stopped.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
