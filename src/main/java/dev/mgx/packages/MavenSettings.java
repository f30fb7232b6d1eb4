package dev.mgx.packages;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.maven.model.interpolation.ModelInterpolator;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.jspecify.annotations.Nullable;

/**
 * Where the operator's Maven gets libraries: the settings files of the user and of the installation are read by Maven's own
 * library, which also knows the default. Maven itself need not be there.
 *
 * @param user the user's settings; may be missing
 * @param global those of the installation; null or missing for none
 * @param environment for {@code ${env.NAME}} in them
 */
record MavenSettings(Path user, @Nullable Path global, Map<String, String> environment) {
    private static final String CENTRAL = "central";
    private static final String FILE = "settings.xml";

    /** Those of this process's user. */
    static MavenSettings found() {
        Map<String, String> environment = System.getenv();
        return new MavenSettings(
                Path.of(System.getProperty("user.home", ""), ".m2", FILE),
                home(environment)
                        .map(home -> home.resolve("conf").resolve(FILE))
                        .orElse(null),
                environment);
    }

    /** Where Maven is installed: as the environment says, or as the path leads to its command. */
    private static Optional<Path> home(Map<String, String> environment) {
        for (String name : new String[] {"MAVEN_HOME", "M2_HOME"}) {
            if (!environment.getOrDefault(name, "").isEmpty()) {
                return Optional.of(Path.of(environment.get(name)));
            }
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path command = Path.of(folder, "mvn");
            if (!folder.isEmpty() && Files.isExecutable(command)) {
                return Optional.ofNullable(command.toAbsolutePath()) // usually a link to bin/mvn
                        .map(MavenSettings::real)
                        .map(Path::getParent)
                        .map(Path::getParent);
            }
        }
        return Optional.empty();
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /**
     * The repository that stands for Central.
     *
     * @throws IllegalArgumentException if the settings cannot be used; the message says why
     */
    Registry registry() {
        Settings settings = settings();
        if (settings.isOffline()) {
            throw new IllegalArgumentException("Maven is set to work offline");
        }
        RemoteRepository repository = mirrored(settings, central(settings));
        return new Registry(
                URI.create(repository.getUrl().endsWith("/") ? repository.getUrl() : repository.getUrl() + "/"),
                authorization(settings, repository.getId()).orElse(null),
                null,
                proxy(settings).orElse(null),
                Set.of());
    }

    private static Optional<ToolProxy> proxy(Settings settings) {
        Proxy proxy = settings.getActiveProxy();
        if (proxy == null) {
            return Optional.empty();
        }
        if (proxy.getUsername() != null) {
            throw new IllegalArgumentException(
                    "the proxy of settings.xml wants a name and a password, which this server does not send; set one without them");
        }
        String except = proxy.getNonProxyHosts() == null ? "" : proxy.getNonProxyHosts();
        return Optional.of(new ToolProxy(proxy.getHost(), proxy.getPort(), List.of(except.split("[|,]", -1))));
    }

    private Settings settings() {
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        environment.forEach((name, value) -> properties.setProperty("env." + name, value));
        DefaultSettingsBuildingRequest request = new DefaultSettingsBuildingRequest()
                .setSystemProperties(properties)
                .setUserSettingsFile(user.toFile())
                .setGlobalSettingsFile(global == null ? null : global.toFile());
        try {
            return new DefaultSettingsBuilderFactory()
                    .newInstance()
                    .build(request)
                    .getEffectiveSettings();
        } catch (SettingsBuildingException e) {
            throw new IllegalArgumentException("settings.xml cannot be read: " + e.getMessage(), e);
        }
    }

    private static RemoteRepository central(Settings settings) {
        String url = ModelInterpolator.DEFAULT_MAVEN_REPO_CENTRAL_URL;
        for (Profile profile : settings.getProfiles()) {
            boolean active = settings.getActiveProfiles().contains(profile.getId())
                    || (profile.getActivation() != null
                            && profile.getActivation().isActiveByDefault());
            for (Repository repository : profile.getRepositories()) {
                if (active && CENTRAL.equals(repository.getId())) {
                    url = repository.getUrl();
                }
            }
        }
        return new RemoteRepository.Builder(CENTRAL, "default", url).build();
    }

    private static RemoteRepository mirrored(Settings settings, RemoteRepository repository) {
        DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
        settings.getMirrors()
                .forEach(mirror -> mirrors.add(
                        mirror.getId(),
                        mirror.getUrl(),
                        mirror.getLayout(),
                        false,
                        mirror.isBlocked(),
                        mirror.getMirrorOf(),
                        mirror.getMirrorOfLayouts()));
        RemoteRepository mirror = mirrors.getMirror(repository);
        if (mirror != null && mirror.isBlocked()) {
            throw new IllegalArgumentException(
                    "the mirror %s of settings.xml blocks %s".formatted(mirror.getId(), repository.getId()));
        }
        return mirror == null ? repository : mirror;
    }

    private static Optional<String> authorization(Settings settings, String id) {
        Server server = settings.getServer(id);
        if (server == null || server.getUsername() == null) {
            return Optional.empty();
        }
        String password = server.getPassword() == null ? "" : server.getPassword();
        int brace = password.indexOf('{');
        if (brace >= 0 && password.indexOf('}', brace) >= 0) {
            throw new IllegalArgumentException(
                    "the password of the server %s in settings.xml is encrypted, and this server cannot decrypt it; write ${env.NAME} there, and set that variable"
                            .formatted(id));
        }
        byte[] pair = (server.getUsername() + ":" + password).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
