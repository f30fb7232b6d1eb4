package dev.mgx.cli.link;

import dev.mgx.cli.client.ServerAddress;
import dev.mgx.client.MgxClient;
import dev.mgx.file.ShellWord;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select the server. */
public final class ServerChoice {
    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "server to use, perhaps with http://user:password@; default: the one that has the data folder,"
                            + " else one in this process")
    private String url = "";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /** The server given with --server. */
    public Optional<URI> named() {
        return url.isEmpty() ? Optional.empty() : Optional.of(ServerAddress.of(url));
    }

    /** The settings given as options. */
    public Map<String, String> settings() {
        return SettingFlags.given(Objects.requireNonNull(command));
    }

    /** The full command line for another command to the same server; a user and a password are left out. */
    public String suggestion(String program, String rest) {
        if (!url.isEmpty()) {
            String shown = url.contains("@") ? MgxClient.shown(ServerAddress.of(url)) : url;
            return program + " " + rest + " --server " + ShellWord.quoted(shown);
        }
        return program + " " + rest + option("--config", "config") + option("--data-dir", "MGX_DATA_DIR");
    }

    private String option(String name, String setting) {
        String value = settings().getOrDefault(setting, "");
        return value.isEmpty() ? "" : " %s %s".formatted(name, ShellWord.quoted(value));
    }
}
