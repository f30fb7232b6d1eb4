package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.PackagePolicy;
import dev.mgx.packages.PackageStore;
import dev.mgx.packages.Packages;
import dev.mgx.packages.StubRegistry;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.server.ServerOptions;
import dev.mgx.server.WebServer;
import dev.mgx.server.preview.PreviewOptions;
import dev.mgx.service.ServiceLimits;
import dev.mgx.service.Services;
import dev.mgx.simulated.Mistake;
import dev.mgx.stream.Streams;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.Nginx;
import dev.mgx.time.MonotonicClock;
import dev.mgx.wiring.ProjectServices;
import dev.mgx.workspace.FolderLimits;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person downloads runs by the commands that stand in it, with their own tools, and outside of any sandbox. */
@Timeout(120)
class ExportedProgramsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path folder;

    private static final ScriptedModel MODEL = new ScriptedModel(Mistake.NONE);
    private static Sandbox sandbox;
    private static StubRegistry registry;
    private static TeamFixture fixture;
    private static Services services;
    private static WebServer server;

    @BeforeAll
    static void start() throws Exception {
        registry = new StubRegistry();
        registry.npm(
                "shout",
                "1.2.0",
                StubRegistry.OLD,
                Map.of(),
                Map.of("package/index.js", "module.exports = words => words.toUpperCase()"));
        registry.wheel("loudly", "1.0", StubRegistry.OLD, "def aloud(words): return words.upper()", "");
        registry.maven("greetings:aloud", "1", StubRegistry.OLD, "", Map.of("aloud.txt", "HELLO"));
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
        Packages packages = new Packages(
                sandbox,
                new PackageStore(folder.resolve("packages"), 64 << 20, 1 << 20),
                new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                ecosystem -> Optional.of(registry.registry(ecosystem)));
        fixture = new TeamFixture(folder.resolve("data"), MODEL, sandbox, packages);
        services = new Services(
                new ProjectServices(fixture.store(), packages, FolderLimits.DEFAULT, InstantSource.system()),
                sandbox,
                new ServiceLimits(1, LONG, LONG, LONG),
                InstantSource.system(),
                MonotonicClock.SYSTEM);
        server = WebServer.start(
                ServerOptions.on("127.0.0.1", 0),
                fixture.store(),
                fixture.engine(),
                new Streams(fixture.store(), Duration.ofSeconds(1)),
                () -> 0,
                new PreviewOptions(services, Optional.empty()));
    }

    @AfterAll
    static void stop() {
        server.close();
        services.close();
        fixture.close();
        sandbox.close();
        registry.close();
    }

    /** Has the team build a program of one file, which is checked by one command or request; returns its unpacked download. */
    private static Path exported(
            String requirement, String run, List<String> packages, String program, Map<String, Object> step)
            throws Exception {
        String file = run.substring(run.lastIndexOf(' ') + 1);
        boolean listens = !run.equals(step.get("run"));
        MODEL.says(
                AgentRole.PRODUCT_MANAGER,
                Json.write(Map.of("title", "Hello", "summary", "It greets", "goals", List.of("Greet"))));
        MODEL.says(
                AgentRole.ARCHITECT,
                Json.write(Map.of(
                        "run",
                        run,
                        "packages",
                        packages,
                        "usage",
                        List.of(listens ? "GET /hello" : run),
                        "overview",
                        "One program",
                        "files",
                        List.of(Map.of("path", file, "purpose", "greets")))));
        MODEL.says(
                AgentRole.QA_ENGINEER,
                Json.write(Map.of("checks", List.of(Map.of("quote", requirement, "steps", List.of(step))))));
        MODEL.says(AgentRole.ENGINEER, HelloProject.file(file, program));
        TaskState state = fixture.built(requirement);
        assertThat(state.status()).as(state.errorMessage()).isEqualTo(TaskStatus.SUCCEEDED);
        Path place = unpacked(state.taskId());
        assertThat(howToRun(place))
                .isEqualTo(Objects.requireNonNull(state.finalResult()).get("how_to_run"));
        return place;
    }

    private static Map<String, Object> prints(String run) {
        return Map.of("run", run, "output", "HELLO", "exit_code", 0);
    }

    private static Path unpacked(String taskId) throws Exception {
        URI address = URI.create("http://127.0.0.1:%d/api/tasks/%s/download".formatted(server.port(), taskId));
        Path place = Files.createDirectories(folder.resolve("unpacked").resolve(taskId));
        try (HttpClient client = HttpClient.newHttpClient()) {
            byte[] zip = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray())
                    .body();
            try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    Path file = place.resolve(entry.getName());
                    Files.createDirectories(Objects.requireNonNull(file.getParent()));
                    Files.copy(in, file);
                }
            }
        }
        return place;
    }

    /** As it stands in what was downloaded. */
    private static String howToRun(Path place) throws IOException {
        return String.valueOf(
                Json.readMap(Files.readString(place.resolve("mgx.json"))).get("how_to_run"));
    }

    /** Types the commands into a shell in the folder. */
    private static Process typed(Path place, Map<String, String> environment, String... tools) throws Exception {
        String path = "%s/bin:%s".formatted(System.getProperty("java.home"), System.getenv("PATH"));
        for (String tool : tools) {
            assertThat(Stream.of(path.split(":", -1)).map(each -> Path.of(each, tool)))
                    .as(
                            "%s must be installed (Debian: apt-get install nodejs npm python3-pip python3-venv maven)",
                            tool)
                    .anyMatch(Files::isExecutable);
        }
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", howToRun(place))
                .directory(place.toFile())
                .redirectErrorStream(true);
        shell.environment().put("PATH", path);
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        environment.forEach((name, value) -> shell.environment().put(name, value.replace("$PATH", path)));
        return shell.start();
    }

    private static void assertGreets(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output.strip()).endsWith("HELLO"); // before it the tools tell what they install
    }

    @Test
    void aPlainProgram() throws Exception {
        Path place = exported(
                "A greeting in capital letters",
                "python3 hello.py",
                List.of(),
                "print('hello'.upper())",
                prints("python3 hello.py"));

        assertThat(howToRun(place)).isEqualTo("python3 hello.py");
        assertGreets(typed(place, Map.of(), "python3"));
    }

    @Test
    void oneWithAPackageFromNpm() throws Exception {
        Path place = exported(
                "A greeting, using the npm package shout",
                "node hello.js",
                List.of("shout"),
                "console.log(require('shout')('hello'));",
                prints("node hello.js"));

        assertThat(howToRun(place)).isEqualTo("npm ci\nnode hello.js");
        Map<String, String> environment = Map.of(
                "npm_config_registry",
                registry.registry(Ecosystem.NPM).base().toString(),
                "npm_config_cache",
                folder.resolve("npm-cache").toString());
        assertGreets(typed(place, environment, "npm", "node"));
    }

    /** In a virtual environment, as pip has it on Debian. */
    @Test
    void oneWithAWheelFromAPythonIndex() throws Exception {
        Path place = exported(
                "A greeting in Python, using the package loudly",
                "python3 hello.py",
                List.of("loudly"),
                "from loudly import aloud\nprint(aloud('hello'))",
                prints("python3 hello.py"));

        assertThat(howToRun(place)).isEqualTo("python3 -m pip install -r requirements.txt\npython3 hello.py");
        Path environment = folder.resolve("venv");
        assertThat(new ProcessBuilder(
                                "python3", "-m", "venv", "--system-site-packages", "--without-pip", "" + environment)
                        .inheritIO()
                        .start()
                        .waitFor())
                .as("python3 -m venv (Debian: apt-get install python3-venv)")
                .isZero();
        Map<String, String> variables = Map.of(
                "PATH",
                environment.resolve("bin") + ":$PATH",
                "PIP_INDEX_URL",
                registry.registry(Ecosystem.PYPI).base().toString(),
                "PIP_CACHE_DIR",
                folder.resolve("pip-cache").toString());
        assertGreets(typed(place, variables, "python3"));
    }

    @Test
    void oneInJavaWithAJar() throws Exception {
        Path place = exported(
                "A greeting in Java, using the library greetings:aloud",
                "java Hello.java",
                List.of("greetings:aloud"),
                """
                void main() throws Exception {
                    IO.println(new String(ClassLoader.getSystemResourceAsStream("aloud.txt").readAllBytes()));
                }
                """,
                prints("java Hello.java"));

        assertThat(howToRun(place))
                .startsWith("mvn dependency:copy-dependencies")
                .endsWith("\njava Hello.java");
        Path home = mavenHome();
        try {
            assertGreets(typed(place, Map.of("MAVEN_OPTS", "-Duser.home=" + home), "mvn", "java"));
        } finally {
            unlink(home);
        }
    }

    /** Maven's settings, and a local repository in which its own plugins are those of this machine. */
    private static Path mavenHome() throws IOException {
        Path home = folder.resolve("home");
        Path local = Files.createDirectories(home.resolve(".m2/repository"));
        Path real =
                Path.of(System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
        try (Stream<Path> groups = Files.isDirectory(real) ? Files.list(real) : Stream.empty()) {
            for (Path each : groups.filter(Files::isDirectory).toList()) {
                Files.createSymbolicLink(local.resolve(each.getFileName()), each);
            }
        }
        Files.writeString(home.resolve(".m2/settings.xml"), """
                <settings>
                  <profiles><profile><id>stub</id><repositories><repository>
                    <id>stub</id><url>%s</url>
                  </repository></repositories></profile></profiles>
                  <activeProfiles><activeProfile>stub</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        registry.registry(Ecosystem.MAVEN).base()));
        return home;
    }

    private static void unlink(Path home) throws IOException {
        try (Stream<Path> groups = Files.list(home.resolve(".m2/repository"))) {
            for (Path each : groups.filter(Files::isSymbolicLink).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void oneThatListens() throws Exception {
        int port = Nginx.freePort();
        Path place = exported(
                "GET /hello of an HTTP server on port %d answers HELLO".formatted(port),
                "node serve.js",
                List.of(),
                """
                const server = require('http').createServer((request, response) => response.end('HELLO'));
                server.listen(process.env.PORT, '127.0.0.1', () => console.log('listening'));
                """,
                Map.of("run", "GET /hello", "output", "HELLO", "exit_code", 200));

        assertThat(howToRun(place)).isEqualTo("PORT=%d node serve.js".formatted(port));
        assertThat(place.resolve("Containerfile"))
                .content()
                .contains("ENV PORT=%d\n".formatted(port), "exec node serve.js");
        Process process = typed(place, Map.of(), "node");
        try (BufferedReader output = process.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(output.readLine()).isEqualTo("listening");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/hello".formatted(port)))
                    .build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("HELLO");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
