package dev.mgx.doctor;

import dev.mgx.cli.client.Diagnosis;
import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.file.OwnFolder;
import dev.mgx.packages.Ecosystem;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.store.DataFolder;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.time.MonotonicClock;
import dev.mgx.wiring.DataFolderOwner;
import dev.mgx.wiring.ServerProbe;
import dev.mgx.wiring.TaskIds;
import dev.mgx.wiring.Wiring;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Checks everything that a server needs on this machine. Has the same side effects as the start of a server: it opens
 * the database and runs a trial in the sandbox.
 */
public final class Doctor {
    private static final long MIN_FREE_BYTES = 1L << 30;

    private final Settings settings;

    private Doctor(Settings settings) {
        this.settings = settings;
    }

    public static List<Diagnosis> examine(Supplier<Settings> settings) {
        List<Diagnosis> found = new ArrayList<>(List.of(java()));
        try {
            Doctor doctor = new Doctor(settings.get());
            found.addAll(doctor.sandboxAndPackages());
            found.add(doctor.dataFolder());
            found.add(doctor.database());
            found.add(new ModelExamination(doctor.settings, Clock.systemUTC()).diagnosis());
            found.add(doctor.port());
        } catch (BadSetting e) {
            found.add(Diagnosis.fail(
                    "settings",
                    String.valueOf(e.getMessage()),
                    "Correct it in the environment, in the settings file or on the command line."));
        }
        return found;
    }

    private static Diagnosis java() {
        return Diagnosis.ok(
                "JDK",
                "%s of %s, in %s"
                        .formatted(
                                Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home")));
    }

    /** In one sandbox: opening it takes as long as all else. */
    private List<Diagnosis> sandboxAndPackages() {
        try (Sandbox sandbox = Wiring.openSandbox(settings, MonotonicClock.SYSTEM)) {
            return List.of(sandbox(sandbox), packages(sandbox));
        } catch (SandboxUnavailable e) {
            return List.of(
                    Diagnosis.fail(
                            "sandbox",
                            String.valueOf(e.getMessage()),
                            "Or set MGX_SANDBOX=auto, which uses what works."),
                    Diagnosis.ok("packages", "none: the sandbox does not work"));
        }
    }

    private static Diagnosis sandbox(Sandbox sandbox) {
        String runtimes = sandbox.runtimes().stream()
                .map(each -> each.name() + " " + each.version())
                .collect(Collectors.joining(", "));
        return switch (sandbox.isolation()) {
            case BUBBLEWRAP, UNSHARE ->
                Diagnosis.ok("sandbox", "%s Languages: %s.".formatted(sandbox.description(), runtimes));
            case PROCESS ->
                Diagnosis.warn(
                        "sandbox",
                        "%s Languages: %s.".formatted(sandbox.description(), runtimes),
                        "Use this on throwaway machines only; otherwise remove MGX_SANDBOX=process.");
            case OFF ->
                Diagnosis.warn("sandbox", sandbox.description(), "Until then tasks end unverified, with exit code 3.");
        };
    }

    private Diagnosis packages(Sandbox sandbox) {
        if (settings.text(Setting.MGX_PACKAGES).equals("off")) {
            return Diagnosis.ok("packages", "programs use the standard library only (MGX_PACKAGES=off)");
        }
        try {
            List<Ecosystem> offered =
                    Wiring.packages(settings, sandbox, Clock.systemUTC()).offered();
            return offered.isEmpty()
                    ? Diagnosis.warn(
                            "packages",
                            "programs use the standard library only",
                            "Install npm, or python3 with pip, in /usr, where the sandbox finds it.")
                    : Diagnosis.ok(
                            "packages",
                            "from %s, where the tools of this machine get them"
                                    .formatted(offered.stream()
                                            .map(Ecosystem::title)
                                            .collect(Collectors.joining(", "))
                                            .replaceFirst(", (\\w+)$", " and $1")));
        } catch (SandboxFailure e) {
            return Diagnosis.ok("packages", "none: the sandbox does not work");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Diagnosis.warn("packages", "interrupted", "Try again.");
        }
    }

    private Diagnosis dataFolder() {
        Path folder = settings.dataFolder();
        Path existing = nearestExisting(folder);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Diagnosis.fail(
                    "data folder",
                    "%s cannot be %s: %s is %s"
                            .formatted(
                                    folder,
                                    existing.equals(folder) ? "written" : "created",
                                    existing,
                                    Files.isDirectory(existing) ? "not writable" : "a file"),
                    "Make it writable, or choose another with MGX_DATA_DIR or --data-dir.");
        }
        if (existing.equals(folder)) {
            try {
                OwnFolder.check(folder);
            } catch (IOException e) {
                return Diagnosis.fail(
                        "data folder",
                        String.valueOf(e.getMessage()),
                        "Or choose another with MGX_DATA_DIR or --data-dir.");
            }
        }
        String found = existing.equals(folder) ? folder.toString() : folder + " (will be created)";
        return withSpace(existing, found);
    }

    private static Path nearestExisting(Path folder) {
        for (Path each = folder; each != null; each = each.getParent()) {
            if (Files.exists(each)) {
                return each;
            }
        }
        return folder;
    }

    private static Diagnosis withSpace(Path folder, String found) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String space = "%s; %.1f GB are free".formatted(found, free / 1e9);
            return free < MIN_FREE_BYTES
                    ? Diagnosis.warn("data folder", space, "Free some space: tasks fail when the disk is full.")
                    : Diagnosis.ok("data folder", space);
        } catch (IOException e) {
            return Diagnosis.warn("data folder", found, "Cannot determine the free space: " + e.getMessage());
        }
    }

    private Diagnosis database() {
        Path folder = settings.dataFolder();
        DatabaseUrl url = settings.database();
        if (url instanceof DatabaseUrl.OfDataFolder && !Files.isDirectory(folder)) {
            return Diagnosis.ok("database", "%s; not created yet".formatted(url));
        }
        if (DataFolder.isTaken(folder)) {
            return owned(DataFolderOwner.of(folder));
        }
        Clock clock = Clock.systemUTC();
        try (Store store = Store.open(folder, url, clock, new TaskIds(clock), CommitProbe.NONE)) {
            store.folder().requireSpace();
            String problem = store.health().problem();
            if (problem != null) {
                return unusable(problem);
            }
            int interrupted = store.tasks().active().size();
            return Diagnosis.ok(
                    "database",
                    "%s; %d tasks%s"
                            .formatted(
                                    url,
                                    store.tasks().page(null, 1, 1).total(),
                                    interrupted == 0 ? "" : ", %d of them interrupted".formatted(interrupted)));
        } catch (StoreUnavailable e) {
            return unusable(String.valueOf(e.getMessage()));
        }
    }

    private static Diagnosis unusable(String why) {
        return Diagnosis.fail("database", why, "Or choose another with MGX_DATA_DIR or MGX_DATABASE_URL.");
    }

    private static Diagnosis owned(Optional<URI> owner) {
        if (owner.isEmpty()) {
            return Diagnosis.fail(
                    "database",
                    "the data folder is in use by a process that does not respond",
                    "If this lasts more than a minute, end that process or choose another folder with --data-dir.");
        }
        return ServerProbe.health(owner.get())
                .filter(health -> health.contains("\"healthy\""))
                .map(health -> Diagnosis.ok(
                        "database", "in use by the server at %s, which commands will use".formatted(owner.get())))
                .orElseGet(() -> Diagnosis.fail(
                        "database",
                        "in use by the server at %s, which reports that it is unhealthy".formatted(owner.get()),
                        "See its log."));
    }

    /** The configured port is for {@code serve}; {@code run} uses any free port. */
    private Diagnosis port() {
        String host = settings.text(Setting.MGX_HOST);
        int port = settings.number(Setting.MGX_PORT);
        if (port == 0) {
            return Diagnosis.ok("port", "'serve' uses any free port");
        }
        String address = "%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Diagnosis.ok("port", "%s is free for 'serve'".formatted(address));
        } catch (IOException e) {
            URI uri = URI.create("http://" + address);
            if (DataFolderOwner.of(settings.dataFolder()).filter(uri::equals).isPresent()) {
                return Diagnosis.ok("port", "%s is used by the server of this data folder".formatted(address));
            }
            String who = ServerProbe.isOurs(uri) ? "an MGX Engine with another data folder" : "another program";
            return Diagnosis.warn(
                    "port",
                    "%s is not available (%s); it may be in use by %s".formatted(address, e.getMessage(), who),
                    "'run' does not need it; for 'serve', choose another with MGX_PORT or --port.");
        }
    }
}
