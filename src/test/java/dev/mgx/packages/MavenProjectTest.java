package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mgx.packages.Packages.Installation;
import dev.mgx.packages.registry.Registry;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A project of Maven's is tested without a network, with plugins and libraries from a repository that has what this very build needed. */
@Timeout(180)
class MavenProjectTest {
    private static final String OLD = "Wed, 01 Jan 2020 00:00:00 GMT";
    private static final Path LOCAL = Path.of(Objects.requireNonNull(System.getProperty("mgx.local.repository")));

    private static final Map<String, String> PROJECT = Map.of(
            "pom.xml",
            """
            <project>
              <modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version>
              <packaging>pom</packaging><modules><module>part</module></modules>
              <properties><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
            </project>
            """,
            "part/pom.xml",
            """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <parent><groupId>a</groupId><artifactId>a</artifactId><version>1</version></parent>
              <artifactId>part</artifactId>
              <properties><maven.compiler.release>17</maven.compiler.release></properties>
              <dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
              <version>6.1.3</version><scope>test</scope></dependency></dependencies>
              <build><plugins>
                <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
                <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
                <plugin><artifactId>maven-surefire-plugin</artifactId><version>3.6.1</version></plugin>
              </plugins></build>
            </project>
            """,
            "part/src/main/java/a/Sum.java",
            """
            package a;
            public class Sum {
                public static int of(int one, int other) { return one + other; }
            }
            """,
            "part/src/test/java/a/SumTest.java",
            """
            package a;
            class SumTest {
                @org.junit.jupiter.api.Test
                void adds() { org.junit.jupiter.api.Assertions.assertEquals(3, Sum.of(1, 2)); }
            }
            """);

    @TempDir
    private Path folder;

    @Test
    void itsTestsRunWithoutANetwork() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
            server.setExecutor(threads);
            server.createContext("/", MavenProjectTest::answer);
            server.start();
            URI home = URI.create(
                    "http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
            Packages packages = new Packages(
                    sandbox,
                    new PackageStore(folder, 512 << 20, 256 << 20),
                    new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                    ecosystem -> Optional.of(new Registry(home, null, null)),
                    Duration.ofSeconds(150));

            Installation installed =
                    packages.install(DeclaredPackages.in(PROJECT, "mvn -o test").getFirst(), Duration.ofSeconds(150));
            server.stop(0);

            assertThat(installed.notes()).isEmpty();
            String script = "export MAVEN_OPTS=-Dmaven.repo.local=/tmp/packages/m2; mvn -o -B test";
            Execution execution = sandbox.run(
                    new Command(List.of("sh", "-c", script), PROJECT, Duration.ofSeconds(60))
                            .with(List.of(installed.archive())),
                    OutputListener.NONE);
            assertThat(execution.stdout()).contains("Tests run: 1, Failures: 0", "BUILD SUCCESS");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            Path file = LOCAL.resolve(path.replaceFirst("\\.sha1$", "")).normalize();
            if (!file.startsWith(LOCAL)
                    || !Files.isRegularFile(file)
                    || path.endsWith(".sha256")
                    || path.endsWith(".sha512")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            byte[] body = path.endsWith(".sha1") ? sha1(content) : content;
            exchange.getResponseHeaders().set("Last-Modified", OLD);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static byte[] sha1(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(content))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
