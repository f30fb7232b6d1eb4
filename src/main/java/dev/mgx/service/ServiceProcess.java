package dev.mgx.service;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Connection;
import dev.mgx.sandbox.Egress;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.Ingress;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service from its start to its end, on threads of its own. Thread-safe. */
final class ServiceProcess {
    /** How often it is looked at. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** The relay kills a program that does not end by itself within three. */
    private static final Duration STOPPING = Duration.ofSeconds(6);

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_LINES = 100;
    private static final int LONGEST_LINE = 1_000;

    private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);

    /** It asks nothing: whatever it wants from outside is refused. */
    private static final Egress NOTHING = new Egress() {
        @Override
        public Answer get(String target, String base) throws IOException {
            throw new IOException("A service reaches nothing outside");
        }

        @Override
        public void receive(String name, InputStream content) throws IOException {
            throw new IOException("A service hands over no " + name);
        }
    };

    private final ServiceProgram program;
    private final ServiceLimits limits;
    private final InstantSource clock;
    private final MonotonicClock monotonic;
    private final Ingress ingress;
    private final ServiceSocket socket;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread runner;
    private final Thread supervisor;
    private ServiceState state;
    private String ending = "";

    private ServiceProcess(
            ServiceProgram program,
            Sandbox sandbox,
            ServiceLimits limits,
            InstantSource clock,
            MonotonicClock monotonic,
            BooleanSupplier mayRun)
            throws IOException {
        this.program = program;
        this.limits = limits;
        this.clock = clock;
        this.monotonic = monotonic;
        ingress = new Ingress(program.port());
        state = new ServiceState(ServiceStatus.STARTING, clock.instant(), "", List.of());
        socket = ServiceSocket.open(() -> ingress.connect(CONNECT_TIMEOUT), monotonic);
        runner = Thread.ofVirtual().name("service").unstarted(() -> run(sandbox));
        supervisor = Thread.ofVirtual().name("service-supervisor").unstarted(() -> supervise(mayRun));
    }

    /** Starts one; returns at once. */
    static ServiceProcess start(
            ServiceProgram program,
            Sandbox sandbox,
            ServiceLimits limits,
            InstantSource clock,
            MonotonicClock monotonic,
            BooleanSupplier mayRun)
            throws IOException {
        ServiceProcess service = new ServiceProcess(program, sandbox, limits, clock, monotonic, mayRun);
        service.runner.start();
        service.supervisor.start();
        return service;
    }

    synchronized ServiceState state() {
        return new ServiceState(state.status(), state.since(), state.reason(), List.copyOf(lines));
    }

    boolean isOver() {
        return !runner.isAlive();
    }

    /** Where it is reached, while it runs. */
    Path path() {
        return socket.path();
    }

    /** Stops it and waits until all of its processes are dead. Idempotent. */
    void stop(String reason) throws InterruptedException {
        end(reason);
        kill();
    }

    private void kill() throws InterruptedException {
        ingress.stop();
        if (!runner.join(STOPPING)) {
            runner.interrupt();
            runner.join();
        }
    }

    private synchronized void end(String reason) {
        if (ending.isEmpty()) {
            ending = reason;
        }
    }

    private void run(Sandbox sandbox) {
        String how;
        try (socket) {
            Command command = new Command(
                    List.of("sh", "-c", program.script()),
                    program.files(),
                    limits.life(),
                    program.packages(),
                    new Connection(NOTHING, Map.of(), ingress),
                    program.tree());
            Execution execution = sandbox.run(command, this::keep);
            how = execution.succeeded()
                    ? "It ended by itself; a service goes on until it is stopped."
                    : execution.summary();
        } catch (SandboxFailure | SandboxUnavailable | IllegalArgumentException e) {
            how = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            how = "It was stopped.";
        } catch (RuntimeException e) {
            log.error("A service could not be run", e);
            how = "The server could not run it.";
        }
        synchronized (this) {
            boolean stopped = !ending.isEmpty() && state.status() != ServiceStatus.FAILED;
            become(
                    stopped ? ServiceStatus.STOPPED : ServiceStatus.FAILED,
                    stopped ? ending : state.status() == ServiceStatus.FAILED ? state.reason() : how);
        }
        supervisor.interrupt();
    }

    private synchronized void keep(List<OutputLine> batch) {
        for (OutputLine line : batch) {
            String text = line.text();
            lines.addLast(text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…");
            if (lines.size() > MOST_LINES) {
                lines.removeFirst();
            }
        }
    }

    /** Unless it has become something else meanwhile: what has ended runs no more. */
    private synchronized void become(ServiceStatus from, ServiceStatus to, String reason) {
        if (state.status() == from) {
            become(to, reason);
        }
    }

    private synchronized void become(ServiceStatus status, String reason) {
        state = new ServiceState(status, clock.instant(), reason, List.of());
    }

    private void supervise(BooleanSupplier mayRun) {
        try {
            if (!listensInTime()) {
                return;
            }
            while (true) {
                monotonic.sleep(INTERVAL);
                if (socket.idle().compareTo(limits.idle()) >= 0) {
                    end("It was stopped, as nobody used it.");
                } else if (!holds(mayRun)) {
                    end("It was stopped, as its files change.");
                } else {
                    continue;
                }
                kill();
                return;
            }
        } catch (InterruptedException e) { // it is over
            Thread.currentThread().interrupt();
        }
    }

    /** What cannot be asked now, as the database is away, is asked again. */
    private static boolean holds(BooleanSupplier mayRun) {
        try {
            return mayRun.getAsBoolean();
        } catch (RuntimeException e) {
            log.warn("It is not known whether a service may go on: {}", e.toString());
            return true;
        }
    }

    private boolean listensInTime() throws InterruptedException {
        long began = monotonic.nanoTime();
        String why = "";
        while (monotonic.nanoTime() - began < limits.start().toNanos()) {
            try (SocketChannel probe = ingress.connect(CONNECT_TIMEOUT)) {
                if (probe.isOpen()) {
                    become(ServiceStatus.STARTING, ServiceStatus.RUNNING, "");
                    return true;
                }
            } catch (IOException e) { // not there yet, or no longer
                why = String.valueOf(e.getMessage());
                monotonic.sleep(BETWEEN_ATTEMPTS);
            }
        }
        become(
                ServiceStatus.STARTING,
                ServiceStatus.FAILED,
                "It did not listen in %d s on port %d, which is in the environment variable PORT. %s."
                        .formatted(limits.start().toSeconds(), program.port(), why));
        kill();
        return false;
    }
}
