package dev.mgx.cli.command;

import dev.mgx.cli.client.Api;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which server a command talks to. */
final class ServerChoice {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "server to use; default: the one that has the data folder, else one in this process")
    private String url = "";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The server that was named. */
    Optional<URI> named() {
        return url.isEmpty() ? Optional.empty() : Optional.of(Api.address(url));
    }

    /** The settings that were given. */
    Map<String, String> settings() {
        return SettingFlags.given(Objects.requireNonNull(command));
    }

    /** How to say another command that is meant for the same server: what to write after the program's name. */
    String suggestion(String program, String rest) {
        String dataFolder = settings().getOrDefault("MGX_DATA_DIR", "");
        String place = !url.isEmpty() ? " --server " + url : dataFolder.isEmpty() ? "" : " --data-dir " + dataFolder;
        return program + " " + rest + place;
    }
}
