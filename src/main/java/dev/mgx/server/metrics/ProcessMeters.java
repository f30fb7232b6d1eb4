package dev.mgx.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process as the operating system sees it, by the names that Prometheus's own clients give, the disk that its data is
 * on, and which build it is. What cannot be found out is not a number.
 */
final class ProcessMeters {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Path dataFolder;

    /** @param version of this program */
    ProcessMeters(Path dataFolder, String version, MeterRegistry registry) {
        this.dataFolder = dataFolder;
        Gauge.builder("mgx.build.info", () -> 1)
                .description("1, labelled with the version, the content of the build, and Java's version")
                .tags("version", version, "build", System.getProperty("mgx.build", "unknown"))
                .tags("java", Runtime.version().toString())
                .register(registry);
        FunctionCounter.builder("process.cpu.seconds", this, meters -> processorSeconds())
                .description("processor time used")
                .register(registry);
        gauge(registry, "process.resident.memory.bytes", "resident memory", meters -> residentBytes());
        gauge(registry, "process.open.fds", "open file descriptors", meters -> descriptors(true));
        gauge(registry, "process.max.fds", "maximum number of open file descriptors", meters -> descriptors(false));
        gauge(
                registry,
                "mgx.disk.free.bytes",
                "space on the data folder's disk that this user can write",
                meters -> meters.disk(FileStore::getUsableSpace));
        gauge(
                registry,
                "mgx.disk.size.bytes",
                "size of the data folder's disk",
                meters -> meters.disk(FileStore::getTotalSpace));
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<ProcessMeters> value) {
        Gauge.builder(name, () -> value.applyAsDouble(this))
                .description(description)
                .register(registry);
    }

    private static double residentBytes() {
        try {
            Matcher resident = RESIDENT.matcher(Files.readString(STATUS));
            return resident.find() ? Double.parseDouble(resident.group(1)) * 1024 : Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    private static double descriptors(boolean open) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? open ? unix.getOpenFileDescriptorCount() : unix.getMaxFileDescriptorCount()
                : Double.NaN;
    }

    @FunctionalInterface
    private interface Space {
        long of(FileStore disk) throws IOException;
    }

    private double disk(Space space) {
        try {
            return space.of(Files.getFileStore(dataFolder));
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
