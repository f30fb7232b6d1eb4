package dev.mgx.packages;

import dev.mgx.json.Json;
import dev.mgx.sandbox.HostTool;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The registries that the operator's own tools use: npm and pip are asked once for their settings, and those of Maven are
 * read, with their mirrors, authorities and credentials. Thread-safe.
 */
public final class OperatorRegistries implements Registries {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Prints pip's settings and, as pip itself has no other word for it, the index that it uses without any. */
    private static final String PIP = """
            import json
            from pip._internal.configuration import Configuration
            from pip._internal.models.index import PyPI
            settings = Configuration(isolated=False)
            settings.load()
            given = {":default:.index-url": PyPI.simple_url}
            for name, value in settings.items():
                given.update(value if isinstance(value, dict) else {name: value})
            print(json.dumps(given))
            """;

    /** Of pip's settings the last of these counts. */
    private static final List<String> PIP_LEVELS = List.of(":default:", "global", "install", ":env:");

    private static final String SCOPE_REGISTRY = ":registry";

    private static final Logger log = LoggerFactory.getLogger(OperatorRegistries.class);

    private final Function<Path, SSLContext> authorities;
    private final ReentrantLock turn = new ReentrantLock();
    private final Map<Ecosystem, Optional<Registry>> known = new EnumMap<>(Ecosystem.class);

    /** @param authorities whom to trust, by a file of certificates; fails when it cannot be read */
    public OperatorRegistries(Function<Path, SSLContext> authorities) {
        this.authorities = authorities;
    }

    @Override
    public Optional<Registry> of(Ecosystem ecosystem) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            Optional<Registry> found = known.get(ecosystem);
            if (found == null) {
                found = asked(ecosystem);
                known.put(ecosystem, found);
            }
            return found;
        } finally {
            turn.unlock();
        }
    }

    private Optional<Registry> asked(Ecosystem ecosystem) throws InterruptedException {
        try {
            return switch (ecosystem) {
                case NPM -> asked("npm", "config", "list", "--json").map(this::npm);
                case PYPI -> asked("python3", "-c", PIP).map(this::pip);
                case MAVEN -> Optional.of(MavenSettings.found().registry());
            };
        } catch (IllegalArgumentException e) {
            log.warn(
                    "No libraries from {}: the settings of its tool cannot be used: {}",
                    ecosystem.title(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** The settings that a tool tells as JSON. */
    private static Optional<JsonNode> asked(String... command) throws InterruptedException {
        Optional<String> answer = HostTool.output(List.of(command), TIMEOUT);
        if (answer.isEmpty()) {
            log.info("No libraries by {}: it is not here, or does not say where it gets them", command[0]);
        }
        return answer.map(Json::readTree);
    }

    /** @param settings as npm tells them, which keeps the secret ones to itself */
    Registry npm(JsonNode settings) {
        URI base = folder(settings.path("registry").asString(""));
        Map<String, String> lines = new LinkedHashMap<>();
        for (String file : List.of("globalconfig", "userconfig")) {
            lines.putAll(lines(settings.path(file).asString("")));
        }
        String scope = base.toString().substring(base.getScheme().length() + 1);
        String token = lines.get(scope + ":_authToken");
        String basic = lines.get(scope + ":_auth");
        String authorization = token != null ? "Bearer " + token : basic != null ? "Basic " + basic : null;
        String encrypted =
                "https".equals(base.getScheme()) ? settings.path("https-proxy").asString("") : "";
        Optional<ToolProxy> proxy = ToolProxy.of(
                encrypted.isEmpty() ? text(settings.path("proxy")) : encrypted, texts(settings.path("noproxy")));
        Set<String> scopes = settings.propertyNames().stream()
                .filter(name -> name.startsWith("@") && name.endsWith(SCOPE_REGISTRY))
                .map(name -> name.substring(0, name.length() - SCOPE_REGISTRY.length()))
                .collect(Collectors.toSet());
        return new Registry(base, authorization, tls(settings.path("cafile").asString("")), proxy.orElse(null), scopes);
    }

    private static String text(JsonNode setting) {
        return setting.isString() ? setting.asString() : "";
    }

    /** A list, or texts with commas between them. */
    private static List<String> texts(JsonNode setting) {
        List<String> all = new ArrayList<>();
        for (JsonNode each : setting.isArray() ? setting.values() : List.of(setting)) {
            all.addAll(List.of(text(each).split(",", -1)));
        }
        return all;
    }

    /** The settings of npm in a file, of which it tells the secret ones to nobody; variables are replaced. */
    private static Map<String, String> lines(String file) {
        Map<String, String> lines = new LinkedHashMap<>();
        try {
            if (!file.isEmpty() && Files.isRegularFile(Path.of(file))) {
                for (String line : Files.readAllLines(Path.of(file))) {
                    String[] parts = line.split("=", 2);
                    if (parts.length == 2) {
                        lines.put(parts[0].strip(), value(parts[1].strip()));
                    }
                }
            }
        } catch (IOException e) {
            log.warn("The settings of npm in {} cannot be read", file, e);
        }
        return lines;
    }

    private static String value(String text) {
        String plain = text.replaceAll("^\"|\"$", "");
        if (plain.startsWith("${") && plain.endsWith("}")) {
            return System.getenv().getOrDefault(plain.substring(2, plain.length() - 1), "");
        }
        return plain;
    }

    /** @param settings as pip tells them */
    Registry pip(JsonNode settings) {
        if (!pip(settings, "extra-index-url").isEmpty()) {
            throw new IllegalArgumentException(
                    "pip's extra-index-url lets each index answer for the other's packages; set one index-url that has all");
        }
        URI index = folder(pip(settings, "index-url"));
        String user = index.getRawUserInfo();
        String authorization = user == null
                ? null
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
                                        .getBytes(StandardCharsets.UTF_8));
        URI base = user == null ? index : URI.create(index.toString().replace(user + "@", ""));
        ToolProxy proxy = ToolProxy.of(pip(settings, "proxy"), List.of()).orElse(null);
        return new Registry(base, authorization, tls(pip(settings, "cert")), proxy, Set.of());
    }

    private static String pip(JsonNode settings, String name) {
        String value = "";
        for (String level : PIP_LEVELS) {
            value = settings.path(level + "." + name).asString(value);
        }
        return value;
    }

    private static URI folder(String address) {
        return address(address.endsWith("/") ? address : address + "/");
    }

    /** An address of the settings, which may have a password in it that no message shall have. */
    static URI address(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("an address is none: " + e.getReason());
        }
    }

    private @Nullable SSLContext tls(String file) {
        return file.isEmpty() || file.equals("null") ? null : authorities.apply(Path.of(file));
    }
}
