package dev.mgx.service;

import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.time.MonotonicClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A process that runs a service until it is killed; says where the socket is once it listens. Argument: its name. */
final class ServingChild {
    private ServingChild() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        ServicePrograms programs = new ServicePrograms() {
            @Override
            public boolean isService(String taskId) {
                return true;
            }

            @Override
            public Optional<ServiceProgram> program(String taskId) {
                String script = ": %s; setsid python3 -m http.server --bind 127.0.0.1 $PORT & wait".formatted(args[0]);
                return Optional.of(new ServiceProgram(script, 8000, Map.of(), List.of()));
            }

            @Override
            public boolean mayRun(String taskId) {
                return true;
            }
        };
        ServiceLimits limits =
                new ServiceLimits(1, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(5));
        Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
        Services services = new Services(programs, sandbox, limits, InstantSource.system(), MonotonicClock.SYSTEM);
        services.start(args[0]);
        while (services.find(args[0]).orElseThrow().status() == ServiceStatus.STARTING) {
            Thread.onSpinWait();
        }
        System.out.println(services.socket(args[0]).map(Object::toString).orElse("none: " + services.find(args[0])));
        new CountDownLatch(1).await(); // until it is killed
    }
}
