package dev.mgx;

import dev.mgx.cli.CommandLine;
import dev.mgx.cli.Flag;
import dev.mgx.cli.ServerLauncher;
import dev.mgx.engine.Recovery;
import dev.mgx.server.CannotListen;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.store.CommitProbe;
import dev.mgx.store.DataFolder;
import dev.mgx.store.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The entry point of the command line. */
public final class Main {
    private static final Path SETTINGS_FILE = Path.of("mgx.properties");

    private Main() {}

    public static void main(String[] args) {
        logLevel(args);
        System.exit(new CommandLine(new Launcher(), flags(), System.out, System.err).execute(args));
    }

    /** Set before anything is logged: the lines of {@code run} are for a person, so it logs only what is wrong. */
    private static void logLevel(String[] args) {
        String byCommand = args.length > 0 && args[0].equals("run") ? "WARN" : Setting.LOG_LEVEL.defaultValue();
        String level = System.getenv().getOrDefault("LOG_LEVEL", byCommand);
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--log-level=")) {
                level = args[i].substring("--log-level=".length());
            } else if (args[i].equals("--log-level") && i + 1 < args.length) {
                level = args[i + 1];
            }
        }
        System.setProperty("mgx.log.level", level.toUpperCase(Locale.ROOT));
    }

    private static List<Flag> flags() {
        return Arrays.stream(Setting.values())
                .map(setting -> new Flag(
                        setting.flag(),
                        setting.name(),
                        "%s (%s; default %s)"
                                .formatted(setting.purpose(), setting.accepts(), setting.defaultValue())))
                .toList();
    }

    private static final class Launcher implements ServerLauncher {
        @Override
        public Path dataFolder(Map<String, String> flags) {
            return settings(flags).dataFolder();
        }

        @Override
        public Optional<URI> owner(Map<String, String> flags) {
            Path file = DataFolder.addressFile(dataFolder(flags));
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try {
                URI address = URI.create(Files.readString(file).strip());
                return answers(address) ? Optional.of(address) : Optional.empty();
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty(); // left by a server that is no more
            }
        }

        private static boolean answers(URI server) {
            Duration patience = Duration.ofSeconds(2);
            try (HttpClient http =
                    HttpClient.newBuilder().connectTimeout(patience).build()) {
                HttpRequest request = HttpRequest.newBuilder(server.resolve("/health/live"))
                        .timeout(patience)
                        .build();
                return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public RunningServer launch(Map<String, String> flags, boolean resume) {
            try {
                Wiring wiring = Wiring.start(
                        settings(flags), resume ? Recovery.RESUME : Recovery.LEAVE, CommitProbe.NONE);
                return new Embedded(wiring);
            } catch (StoreUnavailable | SandboxUnavailable | CannotListen e) {
                throw new IllegalStateException(e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The start was interrupted", e);
            }
        }

        private static Settings settings(Map<String, String> flags) {
            return Settings.read(flags, System.getenv(), SETTINGS_FILE);
        }
    }

    private record Embedded(Wiring wiring) implements ServerLauncher.RunningServer {
        @Override
        public URI address() {
            return wiring.address();
        }

        @Override
        public String banner() {
            return wiring.banner();
        }

        @Override
        public void close() {
            wiring.close();
        }
    }
}
